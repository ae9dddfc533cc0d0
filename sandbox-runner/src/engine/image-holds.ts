import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import { ignoreNotFound } from './not-found.ts';

/** On a container that is never started: what its image is kept for. */
const holdLabel = 'dfm.image-for';

const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 409;

/**
 * Keeps an image for something, such as a file's path, until `releaseImages` says that it is gone. Safe to
 * repeat.
 */
export async function holdImage(engine: Docker, image: string, purpose: string): Promise<void> {
  const name = `dfm-image-for-${createHash('sha256').update(purpose).digest('hex').slice(0, 12)}`;
  try {
    // An engine removes no image that a container has, running or not: it is the record, and guards it.
    await engine.createContainer({ name, Image: image, Labels: { [holdLabel]: purpose } });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** Lets the images go that are kept for something that `isGone`. */
export async function releaseImages(
  engine: Docker,
  isGone: (purpose: string) => Promise<boolean>,
): Promise<void> {
  for (const { Id, Labels } of await engine.listContainers({ all: true, filters: { label: [holdLabel] } })) {
    if (await isGone(Labels[holdLabel] ?? ''))
      await engine.getContainer(Id).remove({ force: true }).catch(ignoreNotFound);
  }
}

/**
 * Removes tags of a repository that no container has, except `keep` and those of images made after
 * `madeBeforeMs` (since 1970).
 */
export async function removeUnusedTags(
  engine: Docker,
  repository: string,
  keep: string,
  madeBeforeMs: number,
): Promise<void> {
  const images = await engine.listImages({ filters: { reference: [repository] } });
  for (const { RepoTags, Created } of images) {
    if (Created * 1_000 > madeBeforeMs) continue;
    for (const tag of RepoTags ?? []) {
      if (tag === keep) continue;
      await engine
        .getImage(tag)
        .remove()
        .catch((error: unknown) => {
          if (!isConflict(error)) ignoreNotFound(error);
        });
    }
  }
}
