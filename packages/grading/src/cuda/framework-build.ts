import type { PythonRequest } from '@dfm/dockerfile/python/python-requests';
import { torchWheelCuda } from './framework-builds.ts';
import { cudaOfBuild } from './version.ts';
import type { CudaVersion } from './version.ts';

/** The packages that the PyTorch project publishes in a separate build for each CUDA version. */
export const torchPackages: ReadonlySet<string> = new Set(['torch', 'torchvision', 'torchaudio']);

/** A framework in an install, with its CUDA version and the source of that information. */
export interface FrameworkBuild {
  name: string;
  cuda: CudaVersion;
  /** Source of the CUDA version: `cu124`, `jax[cuda12]`, or the version of torch in the default index. */
  source: string;
  /** Whether the install names the CUDA version. The default index has only builds for CUDA. */
  isChosen: boolean;
}

/** The first framework of an install for which the text determines the CUDA version. */
export function frameworkBuild({ requirements, build, ownIndex }: PythonRequest): FrameworkBuild | undefined {
  for (const { name, extras, local, version } of requirements) {
    const extra =
      name === 'jax'
        ? extras.map((item) => /^cuda(\d{2})(?:[-_]|$)/u.exec(item)?.[1]).find((item) => item !== undefined)
        : undefined;
    if (extra !== undefined)
      return {
        name,
        cuda: { major: Number(extra), minor: undefined },
        source: `jax[cuda${extra}]`,
        isChosen: true,
      };
    const byName = /^(?:cupy-cuda|jax-cuda)(\d{2})(?:x|-.*)?$/u.exec(name)?.[1];
    if (byName !== undefined)
      return { name, cuda: { major: Number(byName), minor: undefined }, source: name, isChosen: true };
    if (!torchPackages.has(name)) continue;
    const source = local ?? build;
    const cuda = source === undefined ? undefined : cudaOfBuild(source);
    if (cuda !== undefined) return { name, cuda, source: source!, isChosen: true };
    if (source !== undefined || ownIndex || name !== 'torch' || version === undefined) continue;
    const wheel = torchWheelCuda(version);
    if (wheel !== undefined)
      return { name, cuda: wheel, source: `torch ${version} from the default index`, isChosen: false };
  }
  return undefined;
}
