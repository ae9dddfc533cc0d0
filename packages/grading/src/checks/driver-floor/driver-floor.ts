import { compareVersions } from '@dfm/contracts/compare-versions';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { rangeInArgs } from '@dfm/dockerfile/syntax/source-range';
import { assignmentsOf, finalInstructions } from '@dfm/dockerfile/syntax/stages';
import { unquote } from '@dfm/dockerfile/syntax/words';
import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage, skipped } from '../../check/skipped.ts';
import { lowestDriver } from '../../cuda/driver-floors.ts';
import { shownCuda } from '../../cuda/version.ts';
import type { CudaVersion } from '../../cuda/version.ts';
import { installedToolkits, wheelCuda } from '../../image/cuda-in-image.ts';
import { gpuItems } from '../../measures/gpu-items.ts';

const optionsSchema = z.strictObject({
  driver: z.optional(
    z
      .string()
      .check(
        z.regex(/^\d+\.\d+(?:\.\d+)?$/u),
        z.describe('Driver that the image must run with, instead of the one of the node. Needs no GPU.'),
      ),
  ),
});
type Options = z.infer<typeof optionsSchema>;

export const driverFloor: Check<Options> = {
  meta: {
    id: 'driver-floor',
    title: 'Driver too old for the CUDA version of the image',
    axis: 'gpu',
    topic: 'gpu',
    severity: 'error',
    defaultPoints: 5,
    needs: ['static', 'image', 'gpu'],
    also: [],
    detects:
      'An image whose CUDA version needs a newer driver than the node has, or than the one that the exercise names, and a Dockerfile that disables or restricts the driver check of the NVIDIA Container Toolkit.',
    why: 'A driver supports every older CUDA version. From CUDA 11 on, it supports all minor versions of a major version: 11.x from driver 450.80.02, 12.x from 525.60.13, 13.x from 580.65.06. It does not have to match the toolkit exactly, although this is often claimed.',
    fix: 'Build for a CUDA version that the driver of the node supports, or update the driver on the node. Leave NVIDIA_REQUIRE_CUDA as the base image sets it.',
    bad: 'FROM nvidia/cuda:12.4.1-base-ubuntu22.04\nENV NVIDIA_DISABLE_REQUIRE=1',
    good: 'FROM nvidia/cuda:12.4.1-base-ubuntu22.04',
  },
  findings,
  options: optionsSchema,
  measure,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return finalInstructions(dockerfile).flatMap((instruction) => {
    if (instruction.keyword !== 'ENV') return [];
    return assignmentsOf(instruction, dockerfile.escape).flatMap(
      ({ name, value, offset }): StaticFinding[] => {
        const plain = value === undefined ? '' : unquote(value, dockerfile.escape);
        const range = rangeInArgs(instruction, offset, offset + name.length);
        if (name === 'NVIDIA_DISABLE_REQUIRE' && /^(?:1|true|yes|on)$/iu.test(plain.trim())) {
          return [
            {
              ...range,
              severity: 'warning',
              message:
                'This disables the driver check. On a node with a driver that is too old, the container starts and the first CUDA call fails. Remove this line: the driver does not have to match the toolkit exactly.',
            },
          ];
        }
        const minor = name === 'NVIDIA_REQUIRE_CUDA' ? tooNarrow(plain) : undefined;
        if (minor === undefined) return [];
        const floor = lowestDriver(minor);
        return [
          {
            ...range,
            severity: 'info',
            message: `This rejects nodes that could run the image: CUDA ${minor.major}.x, with any minor version, runs on every driver from ${floor} on. Write cuda>=${minor.major}.0, or leave the variable as the base image sets it.`,
          },
        ];
      },
    );
  });
}

/**
 * `cuda>=12.4` alone requires a driver for 12.4. The official images add alternatives, which allow other
 * drivers.
 */
function tooNarrow(requirement: string): CudaVersion | undefined {
  const match = /^\s*cuda\s*(?:>=|>|=)\s*(\d{1,2})\.(\d{1,2})\s*$/u.exec(requirement);
  if (match === null || Number(match[2]) === 0) return undefined;
  const cuda = { major: Number(match[1]), minor: Number(match[2]) };
  return cuda.major < 11 || lowestDriver(cuda) === undefined ? undefined : cuda;
}

function measure({ evidence: { image, gpu }, replay, options }: MeasuredInput<Options>): Measured {
  if (image === undefined || replay === undefined) return noImage;
  // The framework loads the libraries of its wheels. The toolkit in /usr/local is used by programs that have
  // none.
  const used = wheelCuda(replay)?.cuda ?? installedToolkits(replay)[0];
  if (used === undefined)
    return { status: 'pass', message: 'The image contains no CUDA, so it requires no minimum driver.' };
  const floor = lowestDriver(used);
  if (floor === undefined)
    return skipped(`Not measured: the minimum driver for CUDA ${shownCuda(used)} is not in our table.`);
  const rule = `CUDA ${shownCuda(used)} runs on every driver from ${floor} on; an exact match is not required`;
  const evidence = [{ label: 'Minimum driver', value: floor, unit: 'text' as const }];
  const driver = options.driver ?? gpu?.driver;
  if (driver === undefined) return { ...skipped(`Not measured on a node with a GPU. ${rule}.`), evidence };
  const isGiven = options.driver !== undefined;
  const situation = isGiven ? `The image is for driver ${driver}` : `The node has driver ${driver}`;
  const seen = [
    ...(isGiven || gpu === undefined ? [] : gpuItems(gpu)),
    ...evidence,
    {
      label: isGiven ? 'Driver in the task' : 'Driver of the node',
      value: driver,
      unit: 'text' as const,
      wanted: floor,
    },
  ];
  if ((compareVersions(driver, floor) ?? -1) >= 0)
    return { status: 'pass', message: `${situation}. ${rule}.`, evidence: seen };
  const compatible = replay.live.some(({ path }) =>
    /^usr\/local\/cuda-[\d.]+\/compat\/libcuda\.so\.\d/u.test(path),
  );
  if (compatible)
    return {
      status: 'warn',
      message: `${situation}, which is older than ${floor}. The image contains NVIDIA's forward-compatibility package, which compensates for this only on data-centre GPUs.`,
      evidence: seen,
    };
  return {
    status: 'fail',
    message: `${situation}, but CUDA ${shownCuda(used)} needs ${floor} or newer.`,
    evidence: seen,
  };
}
