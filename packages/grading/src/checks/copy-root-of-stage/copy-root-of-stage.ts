import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pathsOf } from '@dfm/dockerfile/copies/copies';
import { flagValues } from '@dfm/dockerfile/syntax/model';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';

export const copyRootOfStage: Check = {
  meta: {
    id: 'copy-root-of-stage',
    title: 'Entire file system copied from another stage',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static'],
    also: ['DL3067'],
    detects: 'A COPY --from of / to /.',
    why: 'This copies everything, including compilers, caches and temporary files. The image then contains the base a second time, and settings of the other stage (USER, ENV, ENTRYPOINT) are not copied.',
    fix: 'Copy only the folders that you need, such as a virtual environment, or build on the stage with FROM.',
    bad: 'FROM python:3.11 AS build\nRUN pip install torch\n\nFROM python:3.11-slim\nCOPY --from=build / /',
    good: 'FROM python:3.11 AS build\nRUN pip install --target=/deps torch\n\nFROM python:3.11-slim\nCOPY --from=build /deps /deps',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return dockerfile.instructions.flatMap((instruction) => {
    if (instruction.keyword !== 'COPY' || flagValues(instruction, 'from').length === 0) return [];
    const paths = pathsOf(instruction, dockerfile);
    const destination = paths.at(-1);
    if (
      destination === undefined ||
      !isRoot(destination) ||
      !paths.slice(0, -1).some((path) => isRoot(path) || isRelativeRoot(path))
    )
      return [];
    const squashes = dockerfile.stages[instruction.stage ?? -1]?.base.resolved === 'scratch';
    return [
      squashes
        ? {
            ...rangeOf(instruction),
            severity: 'info' as const,
            message:
              'This puts everything into a single layer, which cannot be shared with other images, and loses USER, ENV and ENTRYPOINT. Copy only what you need.',
          }
        : {
            ...rangeOf(instruction),
            message:
              'This copies the entire file system of the other stage over this one. Copy only the folders that you need.',
          },
    ];
  });
}

function isRoot(path: string): boolean {
  return /^\/+(?:\.\/?|\*)?$/u.test(path);
}

/** Sources are relative to the root of the other stage, regardless of its WORKDIR. */
function isRelativeRoot(path: string): boolean {
  return path === '.' || path === './' || path === '*';
}
