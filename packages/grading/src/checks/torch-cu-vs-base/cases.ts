import type { FindingCase } from '../../check/finding-case.ts';

const cuda = (version: string, run: string) => `FROM nvidia/cuda:${version}-runtime-ubuntu22.04\nRUN ${run}`;
const index = (build: string) => `--index-url https://wheels.example.org/whl/${build}`;
const requirements = (text: string) => ({
  files: [{ path: 'requirements.txt', bytes: text.length, text }],
  totalBytesBefore: text.length,
  dockerignore: undefined,
});

export const cases: FindingCase[] = [
  {
    name: 'cu124 on 11.8',
    dockerfile: cuda('11.8.0', `pip install torch==2.5.1 ${index('cu124')}`),
    lines: [2],
  },
  {
    name: 'cu118 on 12.4',
    dockerfile: cuda('12.4.1', `pip install ${index('cu118')} torch torchvision`),
    lines: [2],
  },
  {
    name: 'an extra index',
    dockerfile: cuda('12.4.1', 'pip3 install --extra-index-url=https://wheels.example.org/whl/cu118 torch'),
    lines: [2],
  },
  {
    name: 'a page of links',
    dockerfile: cuda(
      '12.4.1',
      'python3 -m pip install torch -f https://wheels.example.org/whl/cu118/torch_stable.html',
    ),
    lines: [2],
  },
  {
    name: 'a local version',
    dockerfile: cuda(
      '12.4.1',
      'pip install torch==2.5.1+cu118 --extra-index-url https://wheels.example.org/whl/all',
    ),
    lines: [2],
  },
  {
    name: 'only torchvision',
    dockerfile: cuda('12.4.1', 'pip install torchvision==0.20.1+cu118'),
    lines: [2],
  },
  {
    name: "uv's backend",
    dockerfile: cuda('11.8.0', 'uv pip install --system --torch-backend=cu124 torch'),
    lines: [2],
  },
  {
    name: "uv's backend by ENV",
    dockerfile:
      'FROM nvidia/cuda:11.8.0-base-ubuntu22.04\nENV UV_TORCH_BACKEND=cu128\nRUN uv pip install torch',
    lines: [3],
  },
  {
    name: 'the index by ENV',
    dockerfile:
      'FROM nvidia/cuda:11.8.0-base-ubuntu22.04\nENV PIP_EXTRA_INDEX_URL=https://wheels.example.org/whl/cu126\nRUN pip install torch==2.7.1',
    lines: [3],
  },
  {
    name: 'the index by a variable before the command',
    dockerfile: cuda('11.8.0', 'PIP_INDEX_URL=https://wheels.example.org/whl/cu126 pip install torch'),
    lines: [2],
  },
  {
    name: 'the build by ARG',
    dockerfile:
      'FROM nvidia/cuda:11.8.0-base-ubuntu22.04\nARG BUILD=cu124\nRUN pip install torch --index-url "https://wheels.example.org/whl/${BUILD}"',
    lines: [3],
  },
  {
    name: 'the wheel in the default index is for 12',
    dockerfile: cuda('11.8.0', 'pip install torch==2.5.1'),
    lines: [2],
  },
  {
    name: 'the wheel in the default index is for 13',
    dockerfile: cuda('12.8.0', 'pip install torch==2.11.0'),
    lines: [2],
  },
  { name: 'an extra of jax', dockerfile: cuda('12.4.1', 'pip install "jax[cuda13]"'), lines: [2] },
  { name: 'in the name of cupy', dockerfile: cuda('12.4.1', 'pip install cupy-cuda11x'), lines: [2] },
  {
    name: 'in a requirements file',
    dockerfile:
      'FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nCOPY requirements.txt .\nRUN pip install -r requirements.txt',
    lines: [3],
    context: requirements('numpy==2.0.0\ntorch==2.3.0+cu118\n'),
  },
  {
    name: 'the index in a requirements file',
    dockerfile: 'FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nRUN pip install -r requirements.txt',
    lines: [2],
    context: requirements('--extra-index-url https://wheels.example.org/whl/cu118\ntorch==2.3.0\n'),
  },
  {
    name: 'a wheel by its URL',
    dockerfile: cuda(
      '12.4.1',
      'pip install https://wheels.example.org/whl/torch-2.3.0%2Bcu118-cp311-cp311-linux_x86_64.whl',
    ),
    lines: [2],
  },
  {
    name: 'installed in a build stage, copied to a different base',
    dockerfile: `FROM python:3.11 AS build\nRUN pip install --prefix=/opt torch ${index('cu124')}\nFROM nvidia/cuda:11.8.0-runtime-ubuntu22.04\nCOPY --from=build /opt /opt`,
    lines: [2],
  },
  {
    name: 'in a heredoc',
    dockerfile: `FROM nvidia/cuda:11.8.0-base-ubuntu22.04\nRUN <<E\necho\npip install torch ${index('cu124')}\nE`,
    lines: [4],
  },
  {
    name: 'exec form',
    dockerfile:
      'FROM nvidia/cuda:11.8.0-base-ubuntu22.04\nRUN ["pip", "install", "torch", "--index-url", "https://wheels.example.org/whl/cu124"]',
    lines: [2],
  },
  {
    name: 'after sudo and a continuation',
    dockerfile: `FROM nvidia/cuda:11.8.0-base-ubuntu22.04\nRUN apt-get update && \\\n  sudo -H pip install \\\n  torch ${index('cu124')}`,
    lines: [3],
  },
  {
    name: 'near miss: a different minor version of the same major version',
    dockerfile: cuda('12.1.1', `pip install torch==2.5.1 ${index('cu124')}`),
    lines: [],
  },
  {
    name: 'near miss: the same version',
    dockerfile: cuda('11.8.0', `pip install torch ${index('cu118')}`),
    lines: [],
  },
  {
    name: 'near miss: a plain Python base',
    dockerfile: `FROM python:3.11-slim-bookworm\nRUN pip install torch ${index('cu118')}`,
    lines: [],
  },
  {
    name: 'near miss: the CPU build',
    dockerfile: cuda('12.4.1', `pip install torch ${index('cpu')}`),
    lines: [],
  },
  {
    name: 'near miss: a library of CUDA, which a script may choose',
    dockerfile: cuda('12.4.1', 'if [ "$CUDA" = 11 ]; then pip install nvidia-nccl-cu11; fi'),
    lines: [],
  },
  {
    name: 'near miss: no version, so the default build is not known',
    dockerfile: cuda('11.8.0', 'pip install torch'),
    lines: [],
  },
  {
    name: 'near miss: a version that is not in the table',
    dockerfile: cuda('11.8.0', 'pip install torch==1.9.0'),
    lines: [],
  },
  {
    name: 'near miss: an index that does not name CUDA',
    dockerfile: cuda('11.8.0', 'pip install torch==2.5.1 --index-url https://mirror.example.org/simple'),
    lines: [],
  },
  {
    name: 'near miss: the index is for a different package',
    dockerfile: cuda('12.4.1', `pip install ${index('cu118')} numpy`),
    lines: [],
  },
  {
    name: 'near miss: a name with the same beginning',
    dockerfile: cuda('12.4.1', `pip install torchmetrics ${index('cu118')}`),
    lines: [],
  },
  {
    name: 'near miss: the tag has no version',
    dockerfile: `FROM nvidia/cuda:latest\nRUN pip install torch ${index('cu118')}`,
    lines: [],
  },
  {
    name: 'near miss: a build stage whose base is not in the image',
    dockerfile: `FROM nvidia/cuda:11.8.0-devel-ubuntu22.04 AS build\nRUN pip install torch ${index('cu124')}\nFROM python:3.11\nCOPY --from=build /opt /opt`,
    lines: [],
  },
  {
    name: 'near miss: the words are printed',
    dockerfile: cuda('12.4.1', 'echo pip install torch==2.5.1+cu118'),
    lines: [],
  },
  { name: 'near miss: only uninstalled', dockerfile: cuda('12.4.1', 'pip uninstall -y torch'), lines: [] },
];
