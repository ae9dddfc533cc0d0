import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { finalStage, stageChain } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { cudaBase } from '../../cuda/base-image.ts';
import { lowestDriver } from '../../cuda/driver-floors.ts';
import { frameworkBuild } from '../../cuda/framework-build.ts';
import { shownCuda } from '../../cuda/version.ts';
import type { CudaVersion } from '../../cuda/version.ts';
import { installedToolkits, wheelCuda } from '../../image/cuda-in-image.ts';

export const torchCuVsBase: Check = {
  meta: {
    id: 'torch-cu-vs-base',
    title: 'Framework and base with different CUDA versions',
    axis: 'gpu',
    topic: 'gpu',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects:
      'A framework built for a different major version of CUDA than that of the base image, judged by the index or the version in the Dockerfile and by the files in the image.',
    why: 'The wheels of torch and jax contain their own CUDA libraries, so those of the base are unused, and an extension compiled against them does not load. The driver does not have to match the toolkit exactly: the minimum driver of the major version, or any newer one, runs all its minor versions.',
    fix: 'Use a base with the same major version, or a plain Python base, because the wheels contain the libraries they need.',
    bad: 'FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04\nRUN pip install --no-cache-dir --index-url https://wheels.example.org/whl/cu124 torch==2.5.1',
    good: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN pip install --no-cache-dir --index-url https://wheels.example.org/whl/cu124 torch==2.5.1',
  },
  findings,
  measure,
};

function findings(input: BuildSource): StaticFinding[] {
  const final = stageChain(input.dockerfile, finalStage(input.dockerfile))[0];
  return pythonRequests(input).flatMap((request) => {
    // Packages installed in a build stage are copied to the final base, if they are part of the image at all.
    const base = cudaBase(request.inFinal ? request.base : final?.base.resolved)?.cuda;
    const found = frameworkBuild(request);
    if (base === undefined || found === undefined || base.major === found.cuda.major) return [];
    return [
      {
        ...rangeOfSpan(request.command.span),
        message: words(
          `${found.name} is built for CUDA ${shownCuda(found.cuda)} here (${found.source})`,
          base,
          found.cuda,
        ),
      },
    ];
  });
}

function words(what: string, base: CudaVersion, wheel: CudaVersion): string {
  const floor = lowestDriver(wheel);
  const driver =
    floor === undefined
      ? ''
      : ` The driver does not have to match either version exactly: from ${floor} on, it runs CUDA ${wheel.major}.`;
  return `${what}, but the base has CUDA ${shownCuda(base)}. The wheel contains its own libraries, and those of the base are unused. Use a base with CUDA ${wheel.major} or a plain Python base.${driver}`;
}

function measure({ evidence: { image }, replay, layerLines }: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const wheel = wheelCuda(replay);
  if (wheel === undefined)
    return { status: 'pass', message: 'No installed framework contains CUDA libraries.' };
  const toolkits = installedToolkits(replay);
  const evidence = [
    { label: `CUDA of ${wheel.name}`, value: shownCuda(wheel.cuda), unit: 'text' as const },
    {
      label: 'CUDA in /usr/local',
      value: toolkits.length === 0 ? 'none' : toolkits.map(shownCuda).join(' '),
      unit: 'text' as const,
    },
  ];
  const [other] = toolkits;
  if (other === undefined || toolkits.some(({ major }) => major === wheel.cuda.major)) {
    return {
      status: 'pass',
      message:
        other === undefined
          ? 'The framework contains its CUDA libraries, and there are no others.'
          : `The framework and the image both have CUDA ${wheel.cuda.major}. The minor versions do not have to match.`,
      evidence,
    };
  }
  return {
    status: 'fail',
    line: layerLines[wheel.layer],
    message: words(`${wheel.name} contains CUDA ${shownCuda(wheel.cuda)}`, other, wheel.cuda),
    evidence,
  };
}
