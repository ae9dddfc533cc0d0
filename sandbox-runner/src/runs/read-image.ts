import { bytesPerMib, formatBinaryBytes, formatDistinct } from '@dfm/contracts/quantity';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import type { ImageEvidence } from '@dfm/grading';
import { readStoredImage, readStoredManifest } from '@dfm/image/archive/stored-image';
import type { BaseImage } from '@dfm/image/evidence/evidence';
import { ImageArchiveError } from '@dfm/image/tar/archive-error';
import { inspectImage } from '../engine/images.ts';
import { done, ended, type PhaseOutcome } from '../submission/outcome.ts';
import { engineFault } from './engine-fault.ts';
import { imageTag, type RunScope } from './run-scope.ts';

/** Label of a base image that was built here because no registry could be reached. */
const standInLabel = 'dfm.stand-in';

/** Reads every layer of the image directly from the engine's storage. Writes nothing to disk. */
export async function readImage(scope: RunScope): Promise<PhaseOutcome<ImageEvidence>> {
  const { engine, runId, exercise, signal } = scope;
  const tag = imageTag(runId, 'cold');
  const image = await inspectImage(engine, tag);
  if (image === undefined) throw engineFault(`the image ${tag} disappeared before it was read`);
  const seconds = scope.limits.RUN_IMAGE_SECONDS;
  const deadline = AbortSignal.timeout(seconds * 1000);
  const base = await baseImage(scope);
  const maxBytes = exercise.limits.imageMib * bytesPerMib;
  const reading = AbortSignal.any([signal, deadline]);
  try {
    const { layers } = await readStoredManifest(scope.sandbox.images, image.id, reading);
    const storedBytes = layers.reduce((sum, { size }) => sum + size, 0);
    if (storedBytes > maxBytes) {
      const [size, maximum] = formatDistinct('binary-bytes', storedBytes, maxBytes);
      return ended('rejected', {
        phase: 'image',
        limit: `image of ${formatBinaryBytes(maxBytes)}`,
        message: `The image is ${size}; this exercise reads images of up to ${maximum}. Find the largest step in the build and make it smaller.`,
      });
    }
    const evidence = await readStoredImage(
      scope.sandbox.images,
      image.id,
      { ...base, canaries: scope.secrets.canaries },
      reading,
    );
    return done(evidence);
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted)
      return ended('timed-out', {
        phase: 'image',
        limit: `image analysis of ${seconds} s`,
        message: `Reading the image took longer than ${seconds} s. An image with fewer and smaller files is read faster.`,
      });
    if (
      error instanceof ImageArchiveError &&
      (error.code === 'too-large' || error.code === 'too-many-entries' || error.code === 'bad-entry')
    )
      return ended('rejected', { phase: 'image', message: error.message });
    throw engineFault(`reading ${tag}: ${String(error)}`, error);
  }
}

async function baseImage({ engine, dockerfile }: RunScope): Promise<BaseImage | undefined> {
  const reference = baseReference(dockerfile);
  if (reference === undefined || reference === 'scratch') return undefined;
  const facts = await inspectImage(engine, reference);
  return (
    facts && {
      baseDiffIds: facts.diffIds,
      base: { reference, standIn: facts.labels[standInLabel] === 'true' },
    }
  );
}

/** The base image of the final stage, following stages that are built FROM other stages. */
function baseReference({ stages }: Dockerfile): string | undefined {
  let stage = stages.at(-1);
  while (stage?.parent !== undefined) stage = stages[stage.parent];
  return stage?.base.resolved;
}
