import type { FindingCase } from '../../check/finding-case.ts';

const devel = 'nvidia/cuda:12.4.1-devel-ubuntu22.04';
const runtime = 'nvidia/cuda:12.4.1-runtime-ubuntu22.04';

export const cases: FindingCase[] = [
  { name: 'a devel base', dockerfile: `FROM ${devel}\nCMD ["python3", "a.py"]`, lines: [1] },
  { name: 'with cuDNN', dockerfile: 'FROM nvidia/cuda:12.4.1-cudnn-devel-ubuntu22.04', lines: [1] },
  { name: 'an older format of the tag', dockerfile: 'FROM nvidia/cuda:10.2-cudnn7-devel', lines: [1] },
  {
    name: 'from a mirror',
    dockerfile: 'FROM registry.example.org:5000/nvidia/cuda:12.4.1-devel-ubuntu22.04',
    lines: [1],
  },
  { name: 'with a digest', dockerfile: `FROM ${devel}@sha256:${'a'.repeat(64)}`, lines: [1] },
  {
    name: 'the image of PyTorch',
    dockerfile: 'FROM pytorch/pytorch:2.5.1-cuda12.4-cudnn9-devel',
    lines: [1],
  },
  { name: 'lower case', dockerfile: `from ${devel} as app\nrun echo`, lines: [1] },
  { name: 'by a variable', dockerfile: `ARG BASE=${devel}\nFROM $BASE`, lines: [2] },
  {
    name: 'the version and the flavour by variables',
    dockerfile: 'ARG V=12.4.1\nARG KIND=devel\nFROM nvidia/cuda:${V}-${KIND}-ubuntu22.04',
    lines: [3],
  },
  {
    name: 'through an intermediate stage',
    dockerfile: `FROM ${devel} AS base\nRUN echo\nFROM base\nRUN echo`,
    lines: [1],
  },
  {
    name: 'the last of two stages',
    dockerfile: `FROM ${runtime} AS a\nFROM ${devel}\nCOPY --from=a /x /x`,
    lines: [2],
  },
  { name: 'with a platform', dockerfile: `# a comment\nFROM --platform=linux/amd64 ${devel}`, lines: [2] },
  {
    name: 'near miss: a build stage on it',
    dockerfile: `FROM ${devel} AS build\nRUN nvcc a.cu\nFROM ${runtime}\nCOPY --from=build /a /a`,
    lines: [],
  },
  { name: 'near miss: runtime', dockerfile: `FROM ${runtime}`, lines: [] },
  { name: 'near miss: base', dockerfile: 'FROM nvidia/cuda:12.4.1-base-ubuntu22.04', lines: [] },
  { name: 'near miss: no flavour in the tag', dockerfile: 'FROM nvidia/cuda:12.4.1', lines: [] },
  {
    name: 'near miss: a different image with devel in its tag',
    dockerfile: 'FROM python:3.12-devel',
    lines: [],
  },
  { name: 'near miss: an image named devel', dockerfile: 'FROM example/devel:cuda-12', lines: [] },
  { name: 'near miss: devel as part of a word', dockerfile: 'FROM nvidia/cuda:12.4.1-develop', lines: [] },
  {
    name: 'near miss: a variable without a default',
    dockerfile: 'ARG KIND\nFROM nvidia/cuda:12.4.1-$KIND-ubuntu22.04',
    lines: [],
  },
  {
    name: 'near miss: a default that is overridden by another variable',
    dockerfile: `ARG KIND=runtime\nFROM nvidia/cuda:12.4.1-\${KIND:-devel}-ubuntu22.04`,
    lines: [],
  },
  { name: 'near miss: in a comment', dockerfile: `# FROM ${devel}\nFROM ${runtime}`, lines: [] },
  {
    name: 'near miss: COPY from it',
    dockerfile: `FROM ${runtime}\nCOPY --from=${devel} /usr/local/cuda/bin/cuobjdump /usr/bin/`,
    lines: [],
  },
  {
    name: 'near miss: a name with the same ending',
    dockerfile: 'FROM example/nvidia-cuda:12.4.1-devel',
    lines: [],
  },
];
