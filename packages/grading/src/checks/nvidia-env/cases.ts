import type { FindingCase } from '../../check/finding-case.ts';

const env = (name: string, text: string, lines: number[] = [2]): FindingCase => ({
  name,
  dockerfile: `FROM python:3.11-slim\n${text}`,
  lines,
});

export const cases: FindingCase[] = [
  env('no compute', 'ENV NVIDIA_DRIVER_CAPABILITIES=utility'),
  env('only graphics', 'ENV NVIDIA_DRIVER_CAPABILITIES=graphics,display'),
  env('the old form', 'ENV NVIDIA_DRIVER_CAPABILITIES video,utility'),
  env('in quotes', 'ENV NVIDIA_DRIVER_CAPABILITIES="utility"'),
  env('misspelt', 'ENV NVIDIA_DRIVER_CAPABILITIES=computes'),
  env('no devices', 'ENV NVIDIA_VISIBLE_DEVICES=none'),
  env('void', 'ENV NVIDIA_VISIBLE_DEVICES=void'),
  env('empty', 'ENV NVIDIA_VISIBLE_DEVICES='),
  env('both', 'ENV NVIDIA_VISIBLE_DEVICES=none \\\n    NVIDIA_DRIVER_CAPABILITIES=utility', [2, 3]),
  env('lower case', 'env NVIDIA_VISIBLE_DEVICES=NONE'),
  env(
    'set correctly first and wrong later',
    'ENV NVIDIA_VISIBLE_DEVICES=all\nENV NVIDIA_VISIBLE_DEVICES=void',
    [3],
  ),
  {
    name: 'in the stage it is built FROM',
    dockerfile: 'FROM python:3.11 AS a\nENV NVIDIA_DRIVER_CAPABILITIES=utility\nFROM a\nRUN true',
    lines: [2],
  },
  env(
    'near miss: as in the official images',
    'ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility',
    [],
  ),
  env('near miss: all', 'ENV NVIDIA_DRIVER_CAPABILITIES=all', []),
  env('near miss: spaces and upper case', 'ENV NVIDIA_DRIVER_CAPABILITIES="Compute, Utility, Graphics"', []),
  env('near miss: only compute', 'ENV NVIDIA_DRIVER_CAPABILITIES=compute', []),
  env('near miss: some devices', 'ENV NVIDIA_VISIBLE_DEVICES=0,1', []),
  env('near miss: in a variable', 'ARG CAPS\nENV NVIDIA_DRIVER_CAPABILITIES=$CAPS', []),
  env(
    'near miss: set wrong first and correctly later',
    'ENV NVIDIA_VISIBLE_DEVICES=none\nENV NVIDIA_VISIBLE_DEVICES=all',
    [],
  ),
  env('near miss: empty capabilities mean the default', 'ENV NVIDIA_DRIVER_CAPABILITIES=', []),
  env('near miss: another variable', 'ENV CUDA_VISIBLE_DEVICES=none', []),
  env('near miss: for one command', 'RUN NVIDIA_VISIBLE_DEVICES=none true', []),
  env('near miss: an ARG', 'ARG NVIDIA_VISIBLE_DEVICES=none', []),
  {
    name: 'near miss: in a build stage',
    dockerfile: 'FROM python:3.11 AS a\nENV NVIDIA_VISIBLE_DEVICES=none\nFROM python:3.11\nRUN true',
    lines: [],
  },
  env('near miss: neither is set', 'RUN true', []),
];
