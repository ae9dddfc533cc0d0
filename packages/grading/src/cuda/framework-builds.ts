import { cudaOfText } from './version.ts';
import type { CudaVersion } from './version.ts';

/**
 * CUDA versions of each torch release: `wheel` is the build that pip installs from the default index on Linux
 * x86_64, and `builds` are all builds in the project's own index, by their names there (`cu118`).
 *
 * Sources:
 *
 * - builds: PyTorch, RELEASE.md, "Release Compatibility Matrix"
 *   (github.com/pytorch/pytorch/blob/main/RELEASE.md), stable and experimental, read 2026-11-21. For 2.15:
 *   "CUDA support matrix for Release 2.15" (github.com/pytorch/pytorch/issues/190385), which ends the builds
 *   for CUDA 12, read 2026-11-26
 * - wheel: version of `nvidia-cuda-runtime`, or of `cuda-toolkit` from 2.11 on, that the wheel of the release
 *   on the Python package index requires, read 2026-11-26. Torch 1.13 is the first whose requirements name
 *   CUDA packages, so the table has no earlier ones
 */
const torchReleases: readonly { release: string; wheel: string; builds: readonly string[] }[] = [
  { release: '2.15', wheel: '13.2', builds: ['cu130', 'cu132'] },
  { release: '2.14', wheel: '13.0', builds: ['cu126', 'cu130', 'cu132'] },
  { release: '2.13', wheel: '13.0', builds: ['cu126', 'cu130', 'cu132'] },
  { release: '2.12', wheel: '13.0', builds: ['cu126', 'cu130', 'cu132'] },
  { release: '2.11', wheel: '13.0', builds: ['cu126', 'cu128', 'cu130'] },
  { release: '2.10', wheel: '12.8', builds: ['cu126', 'cu128', 'cu130'] },
  { release: '2.9', wheel: '12.8', builds: ['cu126', 'cu128', 'cu130'] },
  { release: '2.8', wheel: '12.8', builds: ['cu126', 'cu128', 'cu129'] },
  { release: '2.7', wheel: '12.6', builds: ['cu118', 'cu126', 'cu128'] },
  { release: '2.6', wheel: '12.4', builds: ['cu118', 'cu124', 'cu126'] },
  { release: '2.5', wheel: '12.4', builds: ['cu118', 'cu121', 'cu124'] },
  { release: '2.4', wheel: '12.1', builds: ['cu118', 'cu121', 'cu124'] },
  { release: '2.3', wheel: '12.1', builds: ['cu118', 'cu121'] },
  { release: '2.2', wheel: '12.1', builds: ['cu118', 'cu121'] },
  { release: '2.1', wheel: '12.1', builds: ['cu118', 'cu121'] },
  { release: '2.0', wheel: '11.7', builds: ['cu117', 'cu118'] },
  { release: '1.13', wheel: '11.7', builds: ['cu116', 'cu117'] },
];

/**
 * CUDA versions of the XGBoost wheels on the Python package index for Linux x86_64 and glibc 2.28. Source:
 * `CUDA_VERSION` in `xgboost.build_info()` of each wheel, read 2026-11-26.
 */
const xgboostReleases: Readonly<Record<string, string>> = { '3.2.0': '12.9', '3.0.5': '12.8' };

/**
 * CUDA versions that the Linux GPU releases of TensorFlow were tested with. Source: TensorFlow, "Build from
 * source", tested build configurations, GPU (tensorflow.org/install/source), read 2026-11-21.
 */
const tensorflowReleases: Readonly<Record<string, string>> = {
  '2.21': '12.5',
  '2.20': '12.5',
  '2.19': '12.5',
  '2.18': '12.5',
  '2.17': '12.3',
  '2.16': '12.3',
  '2.15': '12.2',
  '2.14': '11.8',
  '2.13': '11.8',
  '2.12': '11.8',
  '2.11': '11.2',
  '2.10': '11.2',
  '2.9': '11.2',
  '2.8': '11.2',
  '2.7': '11.2',
  '2.6': '11.2',
  '2.5': '11.2',
  '2.4': '11.0',
  '2.3': '10.1',
  '2.2': '10.1',
  '2.1': '10.1',
  '2.0': '10.0',
};

/**
 * CUDA version of the wheel that pip installs for `torch==version` from the default index; undefined if it is
 * not in the table.
 */
export function torchWheelCuda(version: string): CudaVersion | undefined {
  const row = torchReleases.find(({ release }) => release === majorMinor(version));
  return row === undefined ? undefined : cudaOfText(row.wheel);
}

/** Releases of torch in the table, the newest first. */
export const torchVersions: readonly string[] = torchReleases.map(({ release }) => release);

/** Builds, such as `cu124`, that exist for `torch==version`; undefined if it is not in the table. */
export function torchBuilds(version: string): readonly string[] | undefined {
  return torchReleases.find(({ release }) => release === majorMinor(version))?.builds;
}

/** CUDA version of the wheel of `xgboost==version` that contains CUDA; undefined if it is not in the table. */
export function xgboostWheelCuda(version: string): CudaVersion | undefined {
  const cuda = xgboostReleases[version];
  return cuda === undefined ? undefined : cudaOfText(cuda);
}

/** CUDA version for a TensorFlow version, or for a tag that begins with one. */
export function tensorflowCuda(version: string): CudaVersion | undefined {
  const cuda = tensorflowReleases[majorMinor(version)];
  return cuda === undefined ? undefined : cudaOfText(cuda);
}

function majorMinor(version: string): string {
  return /^\d+\.\d+/u.exec(version)?.[0] ?? '';
}
