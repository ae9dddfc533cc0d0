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
    title: 'The framework is built for another CUDA than the base',
    axis: 'gpu',
    topic: 'gpu',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects:
      'A framework built for one major version of CUDA on a base image with another, by the index or the version it is installed from and by what lies in the image.',
    why: "The wheels of torch and jax bring CUDA libraries of their own, so the base's are carried along unused, and an extension compiled against them does not load. A driver does not have to match the toolkit exactly: one at the floor of the major version, or any newer, runs every minor version of it.",
    fix: 'Take a base of the same major version, or a plain Python base, since the wheels bring what they need.',
    bad: 'FROM nvidia/cuda:11.8.0-runtime-ubuntu22.04\nRUN pip install --no-cache-dir --index-url https://wheels.example.org/whl/cu124 torch==2.5.1',
    good: 'FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\nRUN pip install --no-cache-dir --index-url https://wheels.example.org/whl/cu124 torch==2.5.1',
  },
  findings,
  measure,
};

function findings(input: BuildSource): StaticFinding[] {
  const final = stageChain(input.dockerfile, finalStage(input.dockerfile))[0];
  return pythonRequests(input).flatMap((request) => {
    // What a build stage installs is copied onto the final base, if it is shipped at all.
    const base = cudaBase(request.inFinal ? request.base : final?.base.resolved)?.cuda;
    const found = frameworkBuild(request);
    if (base === undefined || found === undefined || base.major === found.cuda.major) return [];
    return [
      {
        ...rangeOfSpan(request.command.span),
        message: words(
          `${found.name} is built for CUDA ${shownCuda(found.cuda)} here (${found.said})`,
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
      : ` The driver need not match either number exactly: from ${floor} on it runs CUDA ${wheel.major}.`;
  return `${what}, the base has CUDA ${shownCuda(base)}. The wheel brings its own libraries, and those of the base are dead weight. Use a base with CUDA ${wheel.major} or a plain Python one.${driver}`;
}

function measure({ evidence: { image }, replay, layerLines }: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const wheel = wheelCuda(replay);
  if (wheel === undefined)
    return { status: 'pass', message: 'No installed framework brings CUDA libraries.' };
  const toolkits = installedToolkits(replay);
  const evidence = [
    { label: `CUDA of ${wheel.name}`, value: shownCuda(wheel.cuda), unit: 'text' as const },
    {
      label: 'CUDA below /usr/local',
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
          ? 'The framework brings its CUDA libraries, and there are no others.'
          : `The framework and the image have CUDA ${wheel.cuda.major}. Minor versions need not be equal.`,
      evidence,
    };
  }
  return {
    status: 'fail',
    line: layerLines[wheel.layer],
    message: words(`${wheel.name} brings CUDA ${shownCuda(wheel.cuda)}`, other, wheel.cuda),
    evidence,
  };
}
