import { compareVersions } from '@dfm/contracts/compare-versions';
import { cudaOfText } from './version.ts';
import type { CudaVersion } from './version.ts';

/**
 * The driver for Linux x86_64 that each CUDA toolkit was released with, the newest first. A driver supports
 * all features of the toolkits up to the one that it was released with.
 *
 * Source: CUDA Toolkit Release Notes, "CUDA Toolkit and Corresponding Driver Versions", rows GA, in the
 * release notes of CUDA 13.3 (docs.nvidia.com/cuda/cuda-toolkit-release-notes), read 2026-11-26. The builds
 * in `framework-builds.ts` need no newer toolkit
 */
const toolkits: readonly { cuda: string; driver: string }[] = [
  { cuda: '13.3', driver: '610.43.02' },
  { cuda: '13.2', driver: '595.45.04' },
  { cuda: '13.1', driver: '590.44.01' },
  { cuda: '13.0', driver: '580.65.06' },
  { cuda: '12.9', driver: '575.51.03' },
  { cuda: '12.8', driver: '570.26' },
  { cuda: '12.6', driver: '560.28.03' },
  { cuda: '12.5', driver: '555.42.02' },
  { cuda: '12.4', driver: '550.54.14' },
  { cuda: '12.3', driver: '545.23.06' },
  { cuda: '12.2', driver: '535.54.03' },
  { cuda: '12.1', driver: '530.30.02' },
  { cuda: '12.0', driver: '525.60.13' },
  { cuda: '11.8', driver: '520.61.05' },
];

/**
 * The newest CUDA toolkit in the table whose features a driver supports completely; undefined for a driver
 * older than those in the table, and for a text that is no version.
 */
export function cudaOfDriver(driver: string): CudaVersion | undefined {
  const row = toolkits.find((toolkit) => (compareVersions(driver, toolkit.driver) ?? -1) >= 0);
  return row === undefined ? undefined : cudaOfText(row.cuda);
}
