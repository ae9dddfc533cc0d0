import type { FindingCase } from '../../check/finding-case.ts';

const slim = 'FROM python:3.11-slim-bookworm';
const on = (run: string) => `${slim}\nRUN ${run}`;
const cpu = '--index-url https://wheels.example.org/whl/cpu';
const context = (text: string) => ({
  files: [{ path: 'requirements.txt', bytes: text.length, text }],
  totalBytesBefore: text.length,
  dockerignore: undefined,
});

export const cases: FindingCase[] = [
  { name: 'torch from the default index', dockerfile: on('pip install torch==2.5.1'), lines: [2] },
  {
    name: 'a package that depends on it',
    dockerfile: on('pip install --no-cache-dir sentence-transformers==3.3.1'),
    lines: [2],
  },
  {
    name: 'an extra that depends on it',
    dockerfile: on("pip install 'transformers[torch]==4.46.0'"),
    lines: [2],
  },
  { name: 'another spelling of the name', dockerfile: on('pip install Sentence_Transformers'), lines: [2] },
  {
    name: 'in a requirements file',
    dockerfile: on('pip install -r requirements.txt'),
    lines: [2],
    context: context('flask==3.0.0\nultralytics==8.3.0\n'),
  },
  {
    name: 'torch for the CPU is installed too late',
    dockerfile: `${slim}\nRUN pip install accelerate\nRUN pip install ${cpu} torch`,
    lines: [2],
  },
  { name: 'uv', dockerfile: on('uv pip install --system openai-whisper'), lines: [2] },
  {
    name: 'in a build stage that is copied from',
    dockerfile: `${slim} AS build\nRUN pip install --prefix=/opt torch\n${slim}\nCOPY --from=build /opt /usr/local`,
    lines: [2],
  },
  {
    name: 'a Debian base',
    dockerfile:
      'FROM debian:12-slim\nRUN apt-get update && apt-get install -y python3-pip && pip install easyocr',
    lines: [2],
  },
  { name: 'in a heredoc', dockerfile: `${slim}\nRUN <<E\npip install timm\nE`, lines: [3] },
  { name: 'exec form', dockerfile: `${slim}\nRUN ["pip", "install", "torch"]`, lines: [2] },
  {
    name: 'reported once',
    dockerfile: `${slim}\nRUN pip install torch\nRUN pip install accelerate`,
    lines: [2],
  },
  { name: 'near miss: torch for the CPU', dockerfile: on(`pip install ${cpu} torch==2.5.1`), lines: [] },
  {
    name: 'near miss: torch for the CPU first',
    dockerfile: `${slim}\nRUN pip install ${cpu} torch\nRUN pip install sentence-transformers`,
    lines: [],
  },
  {
    name: 'near miss: torch for the CPU in the stage before',
    dockerfile: `${slim} AS base\nRUN pip install ${cpu} torch\nFROM base\nRUN pip install sentence-transformers`,
    lines: [],
  },
  { name: 'near miss: a local version', dockerfile: on('pip install torch==2.5.1+cpu'), lines: [] },
  {
    name: 'near miss: the index by ENV',
    dockerfile: `${slim}\nENV PIP_EXTRA_INDEX_URL=https://wheels.example.org/whl/cpu\nRUN pip install torch`,
    lines: [],
  },
  {
    name: 'near miss: a build for CUDA is named',
    dockerfile: on('pip install --index-url https://wheels.example.org/whl/cu124 torch'),
    lines: [],
  },
  {
    name: 'near miss: a CUDA base',
    dockerfile: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN pip install torch',
    lines: [],
  },
  {
    name: 'near miss: an image for GPUs by its name',
    dockerfile: 'FROM example/ml-gpu:3\nRUN pip install torch',
    lines: [],
  },
  {
    name: 'near miss: a variable requests GPUs',
    dockerfile: `${slim}\nENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility\nRUN pip install torch`,
    lines: [],
  },
  {
    name: 'near miss: transformers without the extra',
    dockerfile: on('pip install transformers==4.46.0'),
    lines: [],
  },
  {
    name: 'near miss: without dependencies',
    dockerfile: on('pip install --no-deps sentence-transformers'),
    lines: [],
  },
  {
    name: 'near miss: a different package requires CUDA',
    dockerfile: on('pip install torch onnxruntime-gpu'),
    lines: [],
  },
  {
    name: 'near miss: a CUDA library is requested',
    dockerfile: on('pip install torch nvidia-cudnn-cu12'),
    lines: [],
  },
  {
    name: 'near miss: an unknown base',
    dockerfile: 'ARG BASE\nFROM $BASE\nRUN pip install torch',
    lines: [],
  },
  {
    name: 'near miss: the requirements file names the index',
    dockerfile: on('pip install -r requirements.txt'),
    lines: [],
    context: context('--index-url https://wheels.example.org/whl/cpu\ntorch\n'),
  },
  {
    name: 'near miss: a name with the same beginning',
    dockerfile: on('pip install torchinfo lightning-utilities'),
    lines: [],
  },
];
