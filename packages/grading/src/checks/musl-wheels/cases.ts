import type { FindingCase } from '../../check/finding-case.ts';

const alpine = 'FROM python:3.11-alpine';
const row = (name: string, run: string, lines: number[] = [2]): FindingCase => ({
  name,
  dockerfile: `${alpine}\nRUN ${run}`,
  lines,
});
const context = (text: string) => ({
  files: [{ path: 'requirements.txt', bytes: text.length, text }],
  totalBytesBefore: text.length,
  dockerignore: undefined,
});

export const cases: FindingCase[] = [
  row('torch, which cannot be installed', 'pip install torch==2.5.1'),
  row('scikit-learn, which is compiled', 'pip install --no-cache-dir scikit-learn==1.5.2'),
  row('with the required compiler', 'apk add --no-cache build-base && pip install xgboost'),
  row('several at once are reported once', 'pip install scikit-learn onnxruntime'),
  row('python -m pip', 'python3 -m pip install lightgbm'),
  row('uv', 'uv pip install --system opencv-python-headless'),
  row('another spelling', 'pip install Scikit_Learn'),
  row('after a line continuation', 'apk add --no-cache gcc \\\n  && pip install \\\n  onnxruntime', [3]),
  {
    name: 'in a requirements file',
    dockerfile: `${alpine}\nRUN pip install -r requirements.txt`,
    lines: [2],
    context: context('fastapi==0.115.0\nscikit-learn==1.5.2\n'),
  },
  {
    name: 'an Alpine version in the tag',
    dockerfile: 'FROM python:3.12-alpine3.20\nRUN pip install tensorflow',
    lines: [2],
  },
  {
    name: 'Alpine itself',
    dockerfile: 'FROM alpine:3.20\nRUN apk add --no-cache py3-pip && pip install torch',
    lines: [2],
  },
  {
    name: 'the base by a variable',
    dockerfile: 'ARG TAG=3.11-alpine\nFROM python:$TAG\nRUN pip install scikit-learn',
    lines: [3],
  },
  {
    name: 'in a build stage',
    dockerfile: `${alpine} AS build\nRUN pip wheel -w /w scikit-learn\n${alpine}\nCOPY --from=build /w /w`,
    lines: [2],
  },
  { name: 'exec form', dockerfile: `${alpine}\nRUN ["pip", "install", "torch"]`, lines: [2] },
  {
    name: 'a heredoc',
    dockerfile: `${alpine}\nRUN <<E\npip install numpy\npip install torch\nE`,
    lines: [4],
  },
  { name: 'lower case', dockerfile: 'from python:3.11-alpine\nrun pip install torch', lines: [2] },
  row('near miss: packages with wheels for musl', 'pip install numpy pandas scipy pyarrow pillow', []),
  row('near miss: pure Python', 'pip install fastapi uvicorn requests', []),
  row("near miss: Alpine's own package", 'apk add --no-cache py3-scikit-learn', []),
  row(
    'near miss: an index with wheels for musl',
    'pip install --extra-index-url https://wheels.example.org/musl scikit-learn',
    [],
  ),
  row('near miss: a folder of wheels', 'pip install --no-index --find-links=/wheels scikit-learn', []),
  row(
    'near miss: a wheel by its file',
    'pip install /wheels/scikit_learn-1.5.2-cp311-cp311-musllinux_1_2_x86_64.whl',
    [],
  ),
  row('near miss: uninstalled', 'pip uninstall -y torch', []),
  row('near miss: printed', 'echo pip install torch', []),
  row('near miss: a name with the same beginning', 'pip install torchmetrics scikit-learn-extra', []),
  {
    name: 'near miss: Debian',
    dockerfile: 'FROM python:3.11-slim-bookworm\nRUN pip install scikit-learn torch',
    lines: [],
  },
  {
    name: 'near miss: only a different stage is Alpine',
    dockerfile: `${alpine} AS a\nRUN true\nFROM python:3.11-slim\nRUN pip install torch`,
    lines: [],
  },
  {
    name: 'near miss: alpine in the name of the repository owner',
    dockerfile: 'FROM alpinelab/python:3.11\nRUN pip install torch',
    lines: [],
  },
  {
    name: 'near miss: a comment of the requirements file',
    dockerfile: `${alpine}\nRUN pip install -r requirements.txt`,
    lines: [],
    context: context('numpy==2.1.0  # not scikit-learn\n'),
  },
];
