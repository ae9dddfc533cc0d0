import { createHash } from 'node:crypto';
import type Docker from 'dockerode';
import { ignoreNotFound } from './not-found.ts';

/** Label on a container that is never started: what its image is kept for. */
const holdLabel = 'dfm.image-for';

const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 409;

/**
 * Keeps an image for a purpose, such as the path of a file, until `releaseImages` finds that the purpose no
 * longer exists. Safe to repeat.
 */
export async function holdImage(engine: Docker, image: string, purpose: string): Promise<void> {
  const name = `dfm-image-for-${createHash('sha256').update(purpose).digest('hex').slice(0, 12)}`;
  try {
    // An engine does not remove an image that has a container, running or not. So the container protects the
    // image, and its label records the purpose.
    await engine.createContainer({ name, Image: image, Labels: { [holdLabel]: purpose } });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** Releases images whose purpose no longer exists according to `isObsolete`. */
export async function releaseImages(
  engine: Docker,
  isObsolete: (purpose: string) => Promise<boolean>,
): Promise<void> {
  for (const { Id, Labels } of await engine.listContainers({ all: true, filters: { label: [holdLabel] } })) {
    if (await isObsolete(Labels[holdLabel] ?? ''))
      await engine.getContainer(Id).remove({ force: true }).catch(ignoreNotFound);
  }
}

/**
 * Removes the tags of a repository that no container uses, except `keep` and those of images created after
 * `madeBeforeMs` (milliseconds since 1970).
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
