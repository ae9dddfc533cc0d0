import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { ignoreNotFound, isNotFound } from './not-found.ts';

/** What the engine says of an image it holds. */
export interface ImageFacts {
  id: string;
  /** Uncompressed layer digests from the base up. */
  diffIds: string[];
  labels: Record<string, string>;
}

/** @returns undefined when the engine has no such image */
export async function inspectImage(engine: Docker, reference: string): Promise<ImageFacts | undefined> {
  try {
    const { Id, RootFS, Config } = await engine.getImage(reference).inspect();
    return { id: Id, diffIds: RootFS?.Layers ?? [], labels: Config?.Labels ?? {} };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The image as an archive, streamed. */
export async function saveImage(engine: Docker, reference: string): Promise<Readable> {
  return (await engine.getImage(reference).get()) as Readable;
}

/** Takes a reference away, and the image with it when it was the last. The build cache keeps its layers. */
export async function removeImage(engine: Docker, reference: string): Promise<void> {
  await engine.getImage(reference).remove({ force: true }).catch(ignoreNotFound);
}

/** A new reference that no one can guess, because a Dockerfile that starts FROM a finished image would pass. */
export function unguessableTag(repository: string): string {
  return `${repository}:${randomBytes(16).toString('hex')}`;
}

/** References of a repository's images. */
export async function tagsOf(engine: Docker, repository: string): Promise<string[]> {
  const images = await engine.listImages({ filters: { reference: [repository] } });
  return images.flatMap(({ RepoTags }) => RepoTags ?? []);
}

/** Repository of the image that a sandbox keeps between runs. */
export const keptImage = 'dfm-kept';
/**
 * Repository of the images that come with the course's layers. Without a name, the engine would have to
 * export each layer again.
 */
export const courseImage = 'dfm-course';
const hiddenImages = [keptImage, courseImage].map((repository) => `${repository}:`);

/** A shelf has a few dozen. */
const maxReferences = 500;

/** References the engine's images have, for telling a learner what may stand behind FROM. */
export async function imageReferences(engine: Docker): Promise<string[]> {
  const images = await engine.listImages();
  return images
    .flatMap((image) => image.RepoTags ?? [])
    .filter((tag) => tag !== '<none>:<none>' && !hiddenImages.some((prefix) => tag.startsWith(prefix)))
    .slice(0, maxReferences)
    .sort();
}
