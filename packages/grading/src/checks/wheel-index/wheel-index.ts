import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { cudaBase } from '../../cuda/base-image.ts';
import { torchPackages } from '../../cuda/framework-build.ts';
import { torchBuilds, torchWheelCuda } from '../../cuda/framework-builds.ts';
import { cudaOfBuild, shownCuda } from '../../cuda/version.ts';
import type { CudaVersion } from '../../cuda/version.ts';

export const wheelIndex: Check = {
  meta: {
    id: 'wheel-index',
    title: 'torch installed without naming the CUDA version',
    axis: 'gpu',
    topic: 'gpu',
    severity: 'info',
    defaultPoints: 5,
    needs: ['static'],
    also: [],
    detects:
      'pip or uv installs torch, torchvision or torchaudio from the default index, without an index, a local version (+cu124) or --torch-backend that names the build.',
    why: 'Each version of torch is published in several builds, one for each CUDA version and one for the CPU. The default index has only one of them, which depends on the release: torch 2.5 is for CUDA 12.4, and torch 2.11 is for CUDA 13.0, which needs a newer driver.',
    fix: "Name PyTorch's own index with the build in its path: …/whl/cu124 for a GPU, …/whl/cpu for the CPU. With uv, --torch-backend=cu124 does the same.",
    bad: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN pip install --no-cache-dir torch==2.5.1',
    good: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN pip install --no-cache-dir --index-url https://wheels.example.org/whl/cu124 torch==2.5.1',
  },
  findings,
};

function findings(input: BuildSource): StaticFinding[] {
  return pythonRequests(input).flatMap((request) => {
    if (request.ownIndex || request.command.words.includes('--no-index')) return [];
    const torch = request.requirements.find(
      ({ name, local, direct }) => torchPackages.has(name) && local === undefined && !direct,
    );
    if (torch === undefined) return [];
    const base = cudaBase(request.base);
    const wheel =
      torch.name === 'torch' && torch.version !== undefined ? torchWheelCuda(torch.version) : undefined;
    // Only a suggestion if the default build matches the base, or if the base has no known CUDA version.
    const fits = base?.cuda === undefined || (wheel !== undefined && wheel.major === base.cuda.major);
    const where = torch.where === undefined ? '' : ` (${torch.where})`;
    const what =
      wheel === undefined
        ? 'its CUDA version depends on the release'
        : `it is built for CUDA ${shownCuda(wheel)}`;
    return [
      {
        ...rangeOfSpan(request.command.span),
        severity: fits ? ('info' as const) : ('warning' as const),
        message: `${torch.name}${where} comes from the default index, and ${what}. Name the build: --index-url with PyTorch's index that ends in /whl/${suggestedBuild(base?.cuda, torch.version)}${base === undefined ? ' (or /whl/cu… for a GPU)' : ''}.`,
      },
    ];
  });
}

/** The newest build of the release for the CUDA version of the base; `cpu` if the base has no CUDA. */
function suggestedBuild(base: CudaVersion | undefined, version: string | undefined): string {
  if (base === undefined) return 'cpu';
  const builds = version === undefined ? undefined : torchBuilds(version);
  const fitting = builds?.filter((build) => cudaOfBuild(build)?.major === base.major);
  const notNewer = fitting?.filter((build) => (cudaOfBuild(build)?.minor ?? 0) <= (base.minor ?? 9));
  return (
    notNewer?.at(-1) ?? fitting?.[0] ?? (base.minor === undefined ? 'cu…' : `cu${base.major}${base.minor}`)
  );
}
