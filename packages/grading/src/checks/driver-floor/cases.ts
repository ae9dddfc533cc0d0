import type { FindingCase } from '../../check/finding-case.ts';

const base = 'FROM nvidia/cuda:12.4.1-base-ubuntu22.04';
const env = (name: string, text: string, lines: number[] = [2]): FindingCase => ({
  name,
  dockerfile: `${base}\n${text}`,
  lines,
});

export const cases: FindingCase[] = [
  env('the check is disabled', 'ENV NVIDIA_DISABLE_REQUIRE=1'),
  env('disabled with a word', 'ENV NVIDIA_DISABLE_REQUIRE=true'),
  env('disabled in the old form', 'ENV NVIDIA_DISABLE_REQUIRE 1'),
  env('disabled in quotes', 'ENV NVIDIA_DISABLE_REQUIRE="1"'),
  env('disabled next to another variable', 'ENV A=b \\\n  NVIDIA_DISABLE_REQUIRE=1', [3]),
  env('lower case', 'env NVIDIA_DISABLE_REQUIRE=1'),
  env('a minor version is required', 'ENV NVIDIA_REQUIRE_CUDA="cuda>=12.4"'),
  env('exactly one version is required', 'ENV NVIDIA_REQUIRE_CUDA=cuda=12.4'),
  env('of CUDA 11', 'ENV NVIDIA_REQUIRE_CUDA "cuda>=11.8"'),
  env('both', 'ENV NVIDIA_REQUIRE_CUDA="cuda>=13.2" NVIDIA_DISABLE_REQUIRE=1', [2, 2]),
  {
    name: 'in the stage it is built FROM',
    dockerfile: `${base} AS a\nENV NVIDIA_DISABLE_REQUIRE=1\nFROM a\nRUN true`,
    lines: [2],
  },
  env('after a comment', '# why\nENV NVIDIA_DISABLE_REQUIRE=yes', [3]),
  env('near miss: the check is enabled', 'ENV NVIDIA_DISABLE_REQUIRE=0', []),
  env('near miss: empty', 'ENV NVIDIA_DISABLE_REQUIRE=', []),
  env('near miss: the minimum for the major version', 'ENV NVIDIA_REQUIRE_CUDA="cuda>=12.0"', []),
  env(
    'near miss: alternatives, as in the official images',
    'ENV NVIDIA_REQUIRE_CUDA="cuda>=12.4 brand=tesla,driver>=470,driver<471 brand=tesla,driver>=535,driver<536"',
    [],
  ),
  env('near miss: CUDA 10 has a minimum for each minor version', 'ENV NVIDIA_REQUIRE_CUDA="cuda>=10.2"', []),
  env('near miss: a different requirement', 'ENV NVIDIA_REQUIRE_DRIVER="driver>=535"', []),
  env('near miss: the version of the base', 'ENV CUDA_VERSION=12.4.1', []),
  env('near miss: an ARG', 'ARG NVIDIA_DISABLE_REQUIRE=1', []),
  env('near miss: for one command', 'RUN NVIDIA_DISABLE_REQUIRE=1 true', []),
  env('near miss: only a base', 'RUN true', []),
  {
    name: 'near miss: in a build stage',
    dockerfile: `${base} AS a\nENV NVIDIA_DISABLE_REQUIRE=1\n${base}\nCOPY --from=a /x /x`,
    lines: [],
  },
  env('near miss: a label', 'LABEL NVIDIA_DISABLE_REQUIRE=1', []),
  env('near miss: an unknown major version', 'ENV NVIDIA_REQUIRE_CUDA="cuda>=19.2"', []),
];
