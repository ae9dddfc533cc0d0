import type { PythonRequest } from '@dfm/dockerfile/python/python-requests';
import { torchWheelCuda } from './framework-builds.ts';
import { cudaOfBuild } from './version.ts';
import type { CudaVersion } from './version.ts';

/** What is published by the PyTorch project in one build for each CUDA. */
export const torchPackages: ReadonlySet<string> = new Set(['torch', 'torchvision', 'torchaudio']);

/** A framework in an install whose CUDA is known, and how it is known. */
export interface FrameworkBuild {
  name: string;
  cuda: CudaVersion;
  /** `cu124`, `jax[cuda12]`, or the version that the default index has a build for. */
  said: string;
}

/** The first framework of an install that is built for a CUDA that the text tells. */
export function frameworkBuild({ requirements, build, ownIndex }: PythonRequest): FrameworkBuild | undefined {
  for (const { name, extras, local, version } of requirements) {
    const extra =
      name === 'jax'
        ? extras.map((item) => /^cuda(\d{2})(?:[-_]|$)/u.exec(item)?.[1]).find((item) => item !== undefined)
        : undefined;
    if (extra !== undefined)
      return { name, cuda: { major: Number(extra), minor: undefined }, said: `jax[cuda${extra}]` };
    const byName = /^(?:cupy-cuda|jax-cuda)(\d{2})(?:x|-.*)?$/u.exec(name)?.[1];
    if (byName !== undefined) return { name, cuda: { major: Number(byName), minor: undefined }, said: name };
    if (!torchPackages.has(name)) continue;
    const said = local ?? build;
    const cuda = said === undefined ? undefined : cudaOfBuild(said);
    if (cuda !== undefined) return { name, cuda, said: said! };
    if (said !== undefined || ownIndex || name !== 'torch' || version === undefined) continue;
    const wheel = torchWheelCuda(version);
    if (wheel !== undefined) return { name, cuda: wheel, said: `torch ${version} of the default index` };
  }
  return undefined;
}
