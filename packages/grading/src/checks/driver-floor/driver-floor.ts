import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { rangeInArgs } from '@dfm/dockerfile/syntax/source-range';
import { assignmentsOf, finalInstructions } from '@dfm/dockerfile/syntax/stages';
import { unquote } from '@dfm/dockerfile/syntax/words';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage, skipped } from '../../check/skipped.ts';
import { compareRelease } from '../../cuda/compare-release.ts';
import { lowestDriver } from '../../cuda/driver-floors.ts';
import { shownCuda } from '../../cuda/version.ts';
import type { CudaVersion } from '../../cuda/version.ts';
import { installedToolkits, wheelCuda } from '../../image/cuda-in-image.ts';
import { gpuItems } from '../../measures/gpu-items.ts';

export const driverFloor: Check = {
  meta: {
    id: 'driver-floor',
    title: "The node's driver is too old for the image's CUDA",
    axis: 'gpu',
    topic: 'gpu',
    severity: 'error',
    defaultPoints: 5,
    needs: ['static', 'image', 'gpu'],
    also: [],
    detects:
      'An image whose CUDA needs a newer driver than the node has; and a Dockerfile that switches off or narrows what the NVIDIA Container Toolkit checks of the driver before it starts the container.',
    why: 'A driver runs every older CUDA, and from CUDA 11 on every minor version of a major one from its floor on: 11.x from 450.80.02, 12.x from 525.60.13, 13.x from 580.65.06. It does not have to match the toolkit exactly, as is often said.',
    fix: "Build for a CUDA whose floor the node's driver reaches, or ask for a newer driver on the node. Leave NVIDIA_REQUIRE_CUDA as the base sets it.",
    bad: 'FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nENV NVIDIA_DISABLE_REQUIRE=1',
    good: 'FROM nvidia/cuda:12.4.1-base-ubuntu22.04',
  },
  findings,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return finalInstructions(dockerfile).flatMap((instruction) => {
    if (instruction.keyword !== 'ENV') return [];
    return assignmentsOf(instruction, dockerfile.escape).flatMap(
      ({ name, value, offset }): StaticFinding[] => {
        const plain = value === undefined ? '' : unquote(value, dockerfile.escape);
        const place = rangeInArgs(instruction, offset, offset + name.length);
        if (name === 'NVIDIA_DISABLE_REQUIRE' && /^(?:1|true|yes|on)$/iu.test(plain.trim())) {
          return [
            {
              ...place,
              severity: 'warning',
              message:
                'This switches off the check of the driver: on a node whose driver is too old the container starts, and the first call of CUDA fails. Remove it; a driver need not match the toolkit exactly to pass.',
            },
          ];
        }
        const minor = name === 'NVIDIA_REQUIRE_CUDA' ? tooNarrow(plain) : undefined;
        if (minor === undefined) return [];
        const floor = lowestDriver(minor);
        return [
          {
            ...place,
            severity: 'info',
            message: `This refuses nodes that could run the image: CUDA ${minor.major}.x runs on every driver from ${floor} on, whichever minor version it was made for. Write cuda>=${minor.major}.0, or leave the variable as the base sets it.`,
          },
        ];
      },
    );
  });
}

/**
 * `cuda>=12.4` alone asks for a driver made for 12.4; alternatives, which the official images add, allow the
 * others.
 */
function tooNarrow(requirement: string): CudaVersion | undefined {
  const match = /^\s*cuda\s*(?:>=|>|=)\s*(\d{1,2})\.(\d{1,2})\s*$/u.exec(requirement);
  if (match === null || Number(match[2]) === 0) return undefined;
  const cuda = { major: Number(match[1]), minor: Number(match[2]) };
  return cuda.major < 11 || lowestDriver(cuda) === undefined ? undefined : cuda;
}

function measure({ evidence: { image, gpu }, replay }: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  // The framework loads what its wheels bring; the toolkit below /usr/local serves what has none.
  const used = wheelCuda(replay)?.cuda ?? installedToolkits(replay)[0];
  if (used === undefined)
    return { status: 'pass', message: 'The image brings no CUDA, so it sets no floor for the driver.' };
  const floor = lowestDriver(used);
  if (floor === undefined)
    return skipped(`Not measured: the floor of CUDA ${shownCuda(used)} is not in the table.`);
  const rule = `CUDA ${shownCuda(used)} runs on every driver from ${floor} on; an exact match is not needed`;
  const evidence = [{ label: 'Lowest driver', value: floor, unit: 'text' as const }];
  if (gpu === undefined) return { ...skipped(`Not measured on a node with a GPU. ${rule}.`), evidence };
  const seen = [
    ...gpuItems(gpu),
    ...evidence,
    { label: 'Driver of the node', value: gpu.driver, unit: 'text' as const, wanted: floor },
  ];
  if (compareRelease(gpu.driver, floor) >= 0)
    return { status: 'pass', message: `The node's driver is ${gpu.driver}. ${rule}.`, evidence: seen };
  const compatible = replay.live.some(({ path }) =>
    /^usr\/local\/cuda-[\d.]+\/compat\/libcuda\.so\.\d/u.test(path),
  );
  if (compatible)
    return {
      status: 'warn',
      message: `The node's driver is ${gpu.driver}, below ${floor}. The image has NVIDIA's forward-compatibility package, which makes up for it on data-centre GPUs only.`,
      evidence: seen,
    };
  return {
    status: 'fail',
    message: `The node's driver is ${gpu.driver}, and CUDA ${shownCuda(used)} needs ${floor} or newer.`,
    evidence: seen,
  };
}
