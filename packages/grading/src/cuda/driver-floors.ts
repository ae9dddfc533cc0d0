import type { CudaVersion } from './version.ts';

/**
 * Minimum NVIDIA driver for Linux x86_64 that runs programs built with a CUDA toolkit.
 *
 * From CUDA 11 on, a driver at the minimum for a major version runs every toolkit of that major version
 * ("minor version compatibility"), except for features that need a newer driver and code that the driver
 * itself has to compile (PTX). A newer driver runs every older toolkit. Each toolkit before 11 has its own
 * minimum.
 *
 * Sources:
 *
 * - CUDA Compatibility, "Minor Version Compatibility", tables 1 and 2
 *   (docs.nvidia.com/deploy/cuda-compatibility/minor-version-compatibility.html), read 2026-11-21
 * - CUDA Toolkit Release Notes, "CUDA Toolkit and Minimum Required Driver Version for CUDA Minor Version
 *   Compatibility" (docs.nvidia.com/cuda/cuda-toolkit-release-notes), for the full numbers
 */
const floors: readonly { major: number; minor?: number; driver: string }[] = [
  { major: 13, driver: '580.65.06' },
  { major: 12, driver: '525.60.13' },
  { major: 11, driver: '450.80.02' },
  { major: 10, minor: 2, driver: '440.33' },
  { major: 10, minor: 1, driver: '418.39' },
  { major: 10, minor: 0, driver: '410.48' },
];

/** The minimum driver that runs this CUDA version; undefined if it is not in the table. */
export function lowestDriver({ major, minor }: CudaVersion): string | undefined {
  return floors.find((row) => row.major === major && (row.minor === undefined || row.minor === minor))
    ?.driver;
}
