import type { Dockerfile, Stage } from '@dfm/dockerfile/syntax/model';
import { failureAt, type BuildFailure } from './failure-at.ts';

/**
 * Explains that an image is not on the shelf.
 *
 * @param reference of the image, as the engine reports it
 * @param available references that FROM can use
 */
export function missingBase(
  reference: string,
  dockerfile: Dockerfile,
  available: readonly string[],
): BuildFailure {
  const stage = dockerfile.stages.find(
    (candidate) =>
      candidate.base.resolved !== undefined && familiar(candidate.base.resolved) === familiar(reference),
  );
  const line = stage?.from.startLine ?? lineOfCopyFrom(dockerfile.stages, reference);
  return failureAt(
    line,
    `the image ${familiar(reference)} is not on the shelf, and builds cannot pull other images. On the shelf: ${available.join(', ')}.`,
  );
}

function lineOfCopyFrom(stages: readonly Stage[], reference: string): number | undefined {
  const copies = stages
    .flatMap((stage) => stage.instructions)
    .filter((instruction) => instruction.keyword === 'COPY');
  return copies.find((copy) =>
    copy.flags.some(
      (flag) =>
        flag.name === 'from' && flag.value !== undefined && familiar(flag.value) === familiar(reference),
    ),
  )?.startLine;
}

/** The familiar form of a reference: `python:3.11` for `docker.io/library/python:3.11`. */
function familiar(reference: string): string {
  const short = reference.replace(/^docker\.io\/(library\/)?/, '');
  return /[:@]/.test(short.slice(short.lastIndexOf('/') + 1)) ? short : `${short}:latest`;
}
