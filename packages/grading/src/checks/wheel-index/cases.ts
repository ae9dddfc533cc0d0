import type { FindingCase } from '../../check/finding-case.ts';

const on = (base: string, run: string) => `FROM ${base}\nRUN ${run}`;
const slim = 'python:3.11-slim-bookworm';
const cuda = 'nvidia/cuda:12.4.1-runtime-ubuntu22.04';
const context = (path: string, text: string) => ({
  files: [{ path, bytes: text.length, text }],
  totalBytesBefore: text.length,
  dockerignore: undefined,
});

export const cases: FindingCase[] = [
  { name: 'torch on a CUDA base', dockerfile: on(cuda, 'pip install torch'), lines: [2] },
  {
    name: 'a version on a CUDA base',
    dockerfile: on(cuda, 'pip3 install --no-cache-dir torch==2.5.1 torchvision==0.20.1'),
    lines: [2],
  },
  { name: 'on a plain Python base', dockerfile: on(slim, 'pip install torch'), lines: [2] },
  { name: 'with a lower bound', dockerfile: on(slim, "python -m pip install 'torch>=2.0,<3'"), lines: [2] },
  { name: 'torchaudio alone', dockerfile: on(cuda, 'pip install torchaudio'), lines: [2] },
  { name: 'uv', dockerfile: on(slim, 'uv pip install --system torch'), lines: [2] },
  {
    name: 'after another install',
    dockerfile: on(slim, 'pip install numpy && pip install torch'),
    lines: [2],
  },
  {
    name: 'in a requirements file',
    dockerfile: on(slim, 'pip install -r requirements.txt'),
    lines: [2],
    context: context('requirements.txt', 'fastapi==0.115.0\ntorch==2.5.1  # the model\n'),
  },
  {
    name: 'in a file that another file includes',
    dockerfile: on(slim, 'pip install -r requirements/prod.txt'),
    lines: [2],
    context: {
      files: [
        { path: 'requirements/prod.txt', bytes: 11, text: '-r base.txt' },
        { path: 'requirements/base.txt', bytes: 5, text: 'torch' },
      ],
      totalBytesBefore: 16,
      dockerignore: undefined,
    },
  },
  {
    name: 'in a build stage',
    dockerfile: `FROM ${slim} AS build\nRUN pip wheel -w /wheels torch\nFROM ${slim}\nCOPY --from=build /wheels /wheels`,
    lines: [2],
  },
  {
    name: 'in a heredoc',
    dockerfile: `FROM ${cuda}\nRUN <<EOF\nset -e\npip install torch==2.5.1\nEOF`,
    lines: [4],
  },
  {
    name: 'exec form',
    dockerfile: `FROM ${cuda}\nRUN ["python3", "-m", "pip", "install", "torch"]`,
    lines: [2],
  },
  {
    name: 'a version by ARG',
    dockerfile: `FROM ${cuda}\nARG TORCH=2.5.1\nRUN pip install torch==\${TORCH}`,
    lines: [3],
  },
  { name: 'upper case', dockerfile: on(cuda, 'pip install Torch'), lines: [2] },
  {
    name: 'the second of two commands',
    dockerfile: `FROM ${cuda}\nRUN apt-get update \\\n # a word\n && pip install torch`,
    lines: [4],
  },
  {
    name: 'near miss: an index',
    dockerfile: on(cuda, 'pip install torch --index-url https://wheels.example.org/whl/cu124'),
    lines: [],
  },
  {
    name: 'near miss: an extra index',
    dockerfile: on(cuda, 'pip install torch --extra-index-url=https://wheels.example.org/whl/cpu'),
    lines: [],
  },
  {
    name: 'near miss: the short option',
    dockerfile: on(cuda, 'pip install -i https://wheels.example.org/whl/cpu torch'),
    lines: [],
  },
  {
    name: 'near miss: a page of links',
    dockerfile: on(cuda, 'pip install torch -f https://wheels.example.org/whl/torch_stable.html'),
    lines: [],
  },
  {
    name: 'near miss: the index in the configuration',
    dockerfile: `FROM ${cuda}\nRUN pip config set global.index-url https://wheels.example.org/whl/cu124\nRUN pip install torch`,
    lines: [],
  },
  {
    name: 'the configuration of a different stage',
    dockerfile: `FROM ${slim} AS a\nRUN pip config set global.extra-index-url https://wheels.example.org/whl/cpu\nFROM ${slim}\nRUN pip install torch`,
    lines: [4],
  },
  {
    name: 'near miss: the configuration of the stage it is built FROM',
    dockerfile: `FROM ${slim} AS a\nRUN pip config --global set global.extra-index-url https://wheels.example.org/whl/cpu\nFROM a\nRUN pip install torch`,
    lines: [],
  },
  { name: 'near miss: a local version', dockerfile: on(cuda, 'pip install torch==2.5.1+cu124'), lines: [] },
  {
    name: 'near miss: the index by ENV',
    dockerfile: `FROM ${cuda}\nENV PIP_INDEX_URL=https://wheels.example.org/whl/cu124\nRUN pip install torch`,
    lines: [],
  },
  {
    name: 'near miss: the index exported in the RUN',
    dockerfile: on(
      cuda,
      'export PIP_EXTRA_INDEX_URL=https://wheels.example.org/whl/cu124 && pip install torch',
    ),
    lines: [],
  },
  {
    name: 'near miss: the index in the requirements file',
    dockerfile: on(cuda, 'pip install -r requirements.txt'),
    lines: [],
    context: context(
      'requirements.txt',
      '--extra-index-url https://wheels.example.org/whl/cu124\ntorch==2.5.1',
    ),
  },
  {
    name: 'near miss: a commented line of the requirements file',
    dockerfile: on(cuda, 'pip install -r requirements.txt'),
    lines: [],
    context: context('requirements.txt', '# torch==2.5.1\nnumpy'),
  },
  {
    name: 'near miss: a different file of the context',
    dockerfile: on(cuda, 'pip install -r requirements.txt'),
    lines: [],
    context: context('notes.txt', 'torch'),
  },
  {
    name: "near miss: uv's backend",
    dockerfile: on(cuda, 'uv pip install --torch-backend cu124 torch'),
    lines: [],
  },
  {
    name: 'near miss: a wheel by its URL',
    dockerfile: on(
      cuda,
      'pip install https://wheels.example.org/torch-2.5.1%2Bcu124-cp311-cp311-linux_x86_64.whl',
    ),
    lines: [],
  },
  {
    name: 'near miss: a name with the same beginning',
    dockerfile: on(cuda, 'pip install torchmetrics pytorch-lightning torch-geometric'),
    lines: [],
  },
  { name: 'near miss: uninstalled', dockerfile: on(cuda, 'pip uninstall -y torch'), lines: [] },
  { name: 'near miss: printed', dockerfile: on(cuda, 'echo "pip install torch"'), lines: [] },
  {
    name: 'near miss: wheels that were copied in',
    dockerfile: on(cuda, 'pip install --no-index --find-links=/wheels torch'),
    lines: [],
  },
  {
    name: 'near miss: ONBUILD is for the image that builds on this one',
    dockerfile: `FROM ${cuda}\nONBUILD RUN pip install torch`,
    lines: [],
  },
];
