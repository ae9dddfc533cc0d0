import type { FindingCase } from '../../check/finding-case.ts';

const row = (name: string, run: string, lines: number[] = [2]): FindingCase => ({
  name,
  dockerfile: `FROM ubuntu:22.04\nRUN ${run}`,
  lines,
});

export const cases: FindingCase[] = [
  row('the driver', 'apt-get update && apt-get install -y nvidia-driver-550'),
  row('the server driver', 'apt-get install -y nvidia-driver-535-server'),
  row("Debian's name", 'apt-get install -y nvidia-driver'),
  row('headless', 'apt-get install -y --no-install-recommends nvidia-headless-550'),
  row('its libraries', 'apt-get install -y libnvidia-compute-550'),
  row('nvidia-smi', 'apt install -y nvidia-utils-550=550.54.14-0ubuntu1'),
  row("Debian's libcuda", 'apt-get install -y libcuda1'),
  row('the meta package of the driver', 'apt-get install -y cuda-drivers-550'),
  row('the meta package for everything', 'apt-get install -y cuda'),
  row('the same with a version', 'apt-get -y install cuda-12-4'),
  row('dnf', 'dnf install -y nvidia-driver-cuda'),
  row('Fedora', 'dnf install -y akmod-nvidia xorg-x11-drv-nvidia-cuda'),
  row('the open kernel module', 'apt-get install -y nvidia-open-570'),
  row('the installer', 'sh NVIDIA-Linux-x86_64-550.54.14.run --silent --no-kernel-module'),
  row(
    'the installer as a program',
    'chmod +x /tmp/NVIDIA-Linux-x86_64-550.54.14.run && /tmp/NVIDIA-Linux-x86_64-550.54.14.run -s',
  ),
  row("CUDA's installer with the driver", 'sh cuda_12.4.0_550.54.14_linux.run --silent --driver --toolkit'),
  row("CUDA's installer with everything", 'sh ./cuda_12.4.0_550.54.14_linux.run --silent'),
  row('ubuntu-drivers', 'sudo ubuntu-drivers autoinstall'),
  row('a package file', 'dpkg -i /tmp/nvidia-driver-550_550.54.14_amd64.deb'),
  row(
    'after a wrapper and a continuation',
    'apt-get update && \\\n  env DEBIAN_FRONTEND=noninteractive apt-get install -y \\\n  nvidia-driver-550',
    [3],
  ),
  {
    name: 'a copied library',
    dockerfile: 'FROM ubuntu:22.04\nCOPY libcuda.so.1 /usr/lib/x86_64-linux-gnu/',
    lines: [2],
  },
  {
    name: 'a heredoc',
    dockerfile: 'FROM ubuntu:22.04\nRUN <<E\napt-get update\napt-get install -y nvidia-driver-550\nE',
    lines: [4],
  },
  {
    name: 'exec form',
    dockerfile: 'FROM ubuntu:22.04\nRUN ["apt-get", "install", "-y", "nvidia-driver-550"]',
    lines: [2],
  },
  row('a version by a variable', 'apt-get install -y nvidia-driver-${V}'),
  row('a stream of a module', 'dnf module install -y nvidia-driver:latest-dkms'),
  row('a name from before 2018', 'apt-get install -y nvidia-384'),
  row('near miss: the toolkit', 'apt-get install -y cuda-toolkit-12-4', []),
  row('near miss: the compiler', 'apt-get install -y cuda-nvcc-12-4 cuda-cudart-dev-12-4', []),
  row("near miss: the distribution's toolkit", 'apt-get install -y nvidia-cuda-toolkit', []),
  row('near miss: newer libcuda for older kernels', 'apt-get install -y cuda-compat-12-4', []),
  row(
    'near miss: libraries of CUDA',
    'apt-get install -y libcudnn9-cuda-12 libnvinfer10 libnccl2 libnvjpeg-12-4',
    [],
  ),
  row('near miss: the container toolkit', 'apt-get install -y nvidia-container-toolkit', []),
  row('near miss: headers of the management library', 'apt-get install -y cuda-nvml-dev-12-4', []),
  row('near miss: removed', 'apt-get purge -y nvidia-driver-550', []),
  row('near miss: downloaded only', 'apt-get install -y --download-only nvidia-driver-550', []),
  row('near miss: printed', 'echo apt-get install -y nvidia-driver-550', []),
  row(
    'near miss: the installer, only for the toolkit',
    'sh cuda_12.4.0_550.54.14_linux.run --silent --toolkit',
    [],
  ),
  row('near miss: tests whether it exists', 'nvidia-smi || true', []),
  row('near miss: Python bindings', 'pip install nvidia-ml-py', []),
  {
    name: 'near miss: in a build stage that links against it',
    dockerfile:
      'FROM ubuntu:22.04 AS build\nRUN apt-get install -y libnvidia-compute-550\nFROM ubuntu:22.04\nCOPY --from=build /app /app',
    lines: [],
  },
  {
    name: 'near miss: a stub for linking',
    dockerfile: 'FROM ubuntu:22.04\nCOPY lib/stubs/libcuda.so /usr/local/cuda/lib64/stubs/',
    lines: [],
  },
  {
    name: 'near miss: a comment',
    dockerfile: 'FROM ubuntu:22.04\n# apt-get install nvidia-driver-550\nRUN true',
    lines: [],
  },
];
