/**
 * Compute capability of common GPUs, by a part of the name that the driver reports. Source: NVIDIA, "CUDA GPU
 * Compute Capability" (developer.nvidia.com/cuda-gpus).
 */
export const capabilityByGpu: Readonly<Record<string, string>> = {
  V100: '7.0',
  T4: '7.5',
  A100: '8.0',
  A30: '8.0',
  A10: '8.6',
  A40: '8.6',
  'RTX 3090': '8.6',
  L4: '8.9',
  L40S: '8.9',
  'RTX 4090': '8.9',
  H100: '9.0',
  H200: '9.0',
  B200: '10.0',
  'RTX 5090': '12.0',
};

/**
 * Whether a program with code for these architectures runs on a GPU.
 *
 * Machine code (`sm_80`) runs on the same major capability with the same or a higher minor one; PTX
 * (`compute_80`) is compiled by the driver for any later capability. Architecture-specific code (`sm_90a`)
 * runs on exactly that one. Source: CUDA C++ Programming Guide, "Binary Compatibility" and "PTX
 * Compatibility" (docs.nvidia.com/cuda/cuda-c-programming-guide).
 *
 * @param archList as returned by `torch.cuda.get_arch_list()`
 * @param capability such as `8.6`
 */
export function runsOn(archList: readonly string[], capability: string): boolean {
  const [major, minor] = capability.split('.').map(Number);
  if (major === undefined || minor === undefined) return false;
  return archList.some((arch) => {
    const match = /^(sm|compute)_(\d+)(\d)([a-z]?)$/u.exec(arch);
    if (match === null) return false;
    const has = { major: Number(match[2]), minor: Number(match[3]) };
    if (match[4] === 'a') return has.major === major && has.minor === minor;
    if (match[1] === 'sm' || match[4] === 'f') return has.major === major && has.minor <= minor;
    return has.major < major || (has.major === major && has.minor <= minor);
  });
}
