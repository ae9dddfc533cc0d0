import type { FindingCase } from '../../check/finding-case.ts';

const runtime = 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04';
const devel = 'FROM nvidia/cuda:12.4.1-devel-ubuntu22.04';
const row = (name: string, run: string, lines: number[] = [2], base = runtime): FindingCase => ({
  name,
  dockerfile: `${base}\nRUN ${run}`,
  lines,
});

export const cases: FindingCase[] = [
  row('flash-attn', 'pip install --no-build-isolation flash-attn==2.7.4'),
  row('on a -base tag', 'pip install flash-attn', [2], 'FROM nvidia/cuda:12.4.1-base-ubuntu22.04'),
  row('on a plain Python base', 'pip install mamba-ssm', [2], 'FROM python:3.11-slim-bookworm'),
  row(
    'on the -runtime tag of PyTorch',
    'pip install causal_conv1d',
    [2],
    'FROM pytorch/pytorch:2.5.1-cuda12.4-cudnn9-runtime',
  ),
  row('nvcc itself', 'nvcc -o saxpy saxpy.cu'),
  row('nvcc by its path', '/usr/local/cuda/bin/nvcc -c kernel.cu'),
  row('from the repository', 'pip install git+https://github.com/Dao-AILab/flash-attention.git@v2.7.4'),
  row(
    'apex',
    'pip install -v --no-build-isolation --config-settings "--build-option=--cuda_ext" git+https://github.com/NVIDIA/apex',
  ),
  row('a setup with architectures', 'TORCH_CUDA_ARCH_LIST="8.0;8.6" python setup.py install'),
  row('an install with a switch', 'FORCE_CUDA=1 pip install ./ops'),
  row('cmake', 'cmake -B build -DGGML_CUDA=ON . && cmake --build build'),
  row('llama.cpp by pip', 'CMAKE_ARGS="-DGGML_CUDA=on" pip install llama-cpp-python'),
  row('pycuda', 'pip3 install pycuda==2024.1.2'),
  row(
    'after a continuation',
    'apt-get update && \\\n  pip install ninja && \\\n  pip install flash-attn',
    [4],
  ),
  {
    name: 'ENV names the architectures and setup compiles',
    dockerfile: `${runtime}\nENV TORCH_CUDA_ARCH_LIST=8.0\nRUN python3 setup.py bdist_wheel`,
    lines: [3],
  },
  {
    name: 'ENV names the architectures and the install builds against the installed torch',
    dockerfile: `${runtime}\nENV TORCH_CUDA_ARCH_LIST=8.0\nRUN pip install --no-build-isolation .`,
    lines: [3],
  },
  {
    name: 'near miss: ENV names the architectures for later',
    dockerfile: `${runtime}\nENV TORCH_CUDA_ARCH_LIST=8.0\nRUN pip install .`,
    lines: [],
  },
  { name: 'exec form', dockerfile: `${runtime}\nRUN ["pip", "install", "flash-attn"]`, lines: [2] },
  {
    name: 'a heredoc',
    dockerfile: `${runtime}\nRUN <<E\npip install ninja\npip install flash-attn\nE`,
    lines: [4],
  },
  {
    name: 'a build stage fails as well',
    dockerfile: `${runtime} AS build\nRUN nvcc a.cu\n${runtime}\nCOPY --from=build /a /a`,
    lines: [2],
  },
  {
    name: 'the compiler is installed too late',
    dockerfile: `${runtime}\nRUN pip install flash-attn\nRUN apt-get install -y cuda-nvcc-12-4`,
    lines: [2],
  },
  {
    name: 'in a requirements file',
    dockerfile: `${runtime}\nRUN pip install -r requirements.txt`,
    lines: [2],
    context: {
      files: [{ path: 'requirements.txt', bytes: 17, text: 'flash-attn==2.7.4' }],
      totalBytesBefore: 17,
      dockerignore: undefined,
    },
  },
  row('near miss: a devel base', 'pip install flash-attn', [], devel),
  row('near miss: an unknown base', 'pip install flash-attn', [], 'FROM example/ml:3'),
  row(
    'near miss: the image of PyTorch for building',
    'pip install flash-attn',
    [],
    'FROM pytorch/pytorch:2.5.1-cuda12.4-cudnn9-devel',
  ),
  row(
    'near miss: the compiler is installed first',
    'apt-get install -y cuda-nvcc-12-4 && pip install flash-attn',
    [],
  ),
  row("near miss: the distribution's toolkit", 'apt-get install -y nvidia-cuda-toolkit && nvcc a.cu', []),
  row(
    'near miss: nvcc from conda',
    'conda install -y -c nvidia cuda-nvcc=12.4 && pip install flash-attn',
    [],
  ),
  row(
    'near miss: a prebuilt wheel',
    'pip install https://wheels.example.org/flash_attn-2.7.4+cu12torch2.5-cp311-cp311-linux_x86_64.whl',
    [],
  ),
  row('near miss: wheels only', 'pip install --only-binary=:all: flash-attn', []),
  row(
    'near miss: a page of prebuilt wheels',
    'pip install torch-scatter -f https://wheels.example.org/torch-2.5.0+cu124.html',
    [],
  ),
  row('near miss: without its CUDA code', 'FLASH_ATTENTION_SKIP_CUDA_BUILD=TRUE pip install flash-attn', []),
  row('near miss: a package with wheels for CUDA', 'pip install torch xformers vllm', []),
  row('near miss: llama.cpp for the CPU', 'pip install llama-cpp-python', []),
  row('near miss: a setup without CUDA', 'python setup.py install', []),
  row('near miss: cmake without CUDA', 'cmake -DGGML_CUDA=OFF .', []),
  row('near miss: printed', 'echo nvcc a.cu', []),
  {
    name: 'near miss: the toolkit is copied from a devel image',
    dockerfile: `${runtime}\nCOPY --from=nvidia/cuda:12.4.1-devel-ubuntu22.04 /usr/local/cuda /usr/local/cuda\nRUN nvcc a.cu`,
    lines: [],
  },
  {
    name: 'near miss: the stage it is built FROM is a devel one',
    dockerfile: `${devel} AS base\nRUN true\nFROM base\nRUN nvcc a.cu`,
    lines: [],
  },
  {
    name: 'near miss: the toolkit is mounted',
    dockerfile: `${runtime}\nRUN --mount=type=bind,from=nvidia/cuda:12.4.1-devel-ubuntu22.04,source=/usr/local/cuda,target=/usr/local/cuda pip install flash-attn`,
    lines: [],
  },
];
