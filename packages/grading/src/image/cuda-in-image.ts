import { compareVersions } from '@dfm/contracts/compare-versions';
import { torchWheelCuda, xgboostWheelCuda } from '../cuda/framework-builds.ts';
import { cudaOfBuild, cudaOfText } from '../cuda/version.ts';
import type { CudaVersion } from '../cuda/version.ts';
import type { LayerReplay } from './layer-replay.ts';
import { type PythonPackage, pythonPackages } from './python-packages.ts';

/** CUDA toolkits in /usr/local that have at least the runtime library, newest first. */
export function installedToolkits(replay: LayerReplay): CudaVersion[] {
  const found = new Map<string, CudaVersion>();
  for (const { path } of replay.live) {
    if (!path.startsWith('usr/local/cuda-')) continue;
    const match = /^usr\/local\/cuda-(\d+\.\d+)\/(?:targets\/[^/]+\/lib|lib64)\/libcudart\.so/u.exec(path);
    const version = match === null ? undefined : cudaOfText(match[1]!);
    if (version !== undefined) found.set(match![1]!, version);
  }
  return [...found].sort(([a], [b]) => compareVersions(b, a) ?? 0).map(([, version]) => version);
}

/** The CUDA version of the installed Python packages, and the package that shows it. */
export function wheelCuda(
  replay: LayerReplay,
): { name: string; cuda: CudaVersion; layer: number } | undefined {
  const packages = pythonPackages(replay);
  // Named nvidia-cuda-runtime-cu12 up to CUDA 12, and nvidia-cuda-runtime from 13 on.
  const runtime = packages.find(({ name }) => /^nvidia-cuda-runtime(?:-cu\d+)?$/u.test(name));
  const torch = packages.find(({ name }) => name === 'torch');
  const byRuntime = runtime === undefined ? undefined : cudaOfText(runtime.version);
  if (byRuntime !== undefined)
    return { name: torch?.name ?? runtime!.name, cuda: byRuntime, layer: (torch ?? runtime)!.layer };
  if (torch === undefined) return xgboostCuda(replay, packages);
  const cuda = torch.local === undefined ? torchWheelCuda(torch.version) : cudaOfBuild(torch.local);
  // Without a local part, the version does not show whether this is a CPU build, which the default index has
  // for other platforms. Its libraries do.
  const hasLibraries =
    torch.local !== undefined || replay.live.some(({ path }) => path.endsWith('/torch/lib/libtorch_cuda.so'));
  return cuda === undefined || !hasLibraries ? undefined : { name: 'torch', cuda, layer: torch.layer };
}

/** Kernels make the library more than ten times as large: 183 MB instead of 15 MB in 3.0.5. */
const minKernelBytes = 100e6;

/**
 * XGBoost contains the CUDA runtime and its kernels in its own library. Wheels for an older glibc have the
 * same name and version, and no CUDA.
 */
function xgboostCuda(replay: LayerReplay, packages: readonly PythonPackage[]): ReturnType<typeof wheelCuda> {
  const xgboost = packages.find(({ name }) => name === 'xgboost');
  if (xgboost === undefined) return undefined;
  const cuda = xgboostWheelCuda(xgboost.version);
  const hasKernels = replay.live.some(
    ({ path, bytes }) => path.endsWith('/xgboost/lib/libxgboost.so') && bytes >= minKernelBytes,
  );
  return cuda === undefined || !hasKernels ? undefined : { name: 'xgboost', cuda, layer: xgboost.layer };
}
