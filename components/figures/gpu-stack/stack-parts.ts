/** Who brings a part: the image, the host, or the host by way of the NVIDIA Container Toolkit. */
export type Bringer = 'image' | 'mounted' | 'host';

interface StackPart {
  key: string;
  name: string;
  by: Bringer;
  /** What it does. */
  does: string;
  /** What decides its version. */
  version: string;
  /** What a program reports if it is missing. */
  missing: string;
}

/** The parts between a training script and a GPU, from the script down. */
export const stackParts: readonly StackPart[] = [
  {
    key: 'script',
    name: 'train.py',
    by: 'image',
    does: 'Calls the framework.',
    version: 'Yours.',
    missing: 'python: can’t open file',
  },
  {
    key: 'framework',
    name: 'PyTorch, TensorFlow, JAX',
    by: 'image',
    does: 'Turns operations on tensors into calls of CUDA libraries and of its own kernels.',
    version: 'Built with one version of CUDA for a list of GPU architectures.',
    missing: 'ModuleNotFoundError',
  },
  {
    key: 'libraries',
    name: 'CUDA libraries: libcudart, cuBLAS, cuDNN, NCCL',
    by: 'image',
    does: 'Contain the kernels for matrices, convolutions and communication.',
    version: 'The one that the framework was built with. Its wheels depend on it.',
    missing: 'libcudart.so.12: cannot open shared object file',
  },
  {
    key: 'libcuda',
    name: 'libcuda.so.1, libnvidia-ml.so.1, nvidia-smi',
    by: 'mounted',
    does: 'The part of the driver that runs in your process. It also compiles code for the GPU where that is needed, and talks to the kernel module.',
    version: 'Exactly that of the kernel module, because both are one driver.',
    missing: 'libcuda.so.1: cannot open shared object file, or a framework that finds no GPU',
  },
  {
    key: 'devices',
    name: '/dev/nvidia0, /dev/nvidiactl, /dev/nvidia-uvm',
    by: 'mounted',
    does: 'Files by which a process reaches the kernel module. The cgroup of the container must allow them.',
    version: 'None.',
    missing: 'CUDA_ERROR_NO_DEVICE',
  },
  {
    key: 'module',
    name: 'Kernel modules nvidia and nvidia-uvm',
    by: 'host',
    does: 'The part of the driver in the kernel, which all containers share.',
    version: 'That of the driver that was installed on the host.',
    missing: 'nvidia-smi fails on the host too',
  },
  {
    key: 'gpu',
    name: 'The GPU',
    by: 'host',
    does: 'Runs the kernels.',
    version: 'Its compute capability, such as 8.0 or 9.0.',
    missing:
      'nvidia-smi: No devices were found. If the framework has no code for it: no kernel image is available',
  },
];
