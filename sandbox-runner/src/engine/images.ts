import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { ignoreNotFound, isNotFound } from './not-found.ts';

/** Facts that the engine reports about an image. */
export interface ImageFacts {
  id: string;
  /** Digests of the uncompressed layers, starting with the base's. */
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

/** Removes a reference, and the image if this was its last one. The build cache keeps its layers. */
export async function removeImage(engine: Docker, reference: string): Promise<void> {
  await engine.getImage(reference).remove({ force: true }).catch(ignoreNotFound);
}

/**
 * A new reference that no one can guess, because otherwise a Dockerfile that starts FROM the finished image
 * would pass.
 */
export function unguessableTag(repository: string): string {
  return `${repository}:${randomBytes(16).toString('hex')}`;
}

/** References of a repository's images. */
export async function tagsOf(engine: Docker, repository: string): Promise<string[]> {
  const images = await engine.listImages({ filters: { reference: [repository] } });
  return images.flatMap(({ RepoTags }) => RepoTags ?? []);
}

/**
 * The images that `docker image ls` lists. With containerd's store, the answer is an error if an image is
 * removed at that moment, so the engine is asked once more.
 */
export function listedImages(engine: Docker): Promise<Docker.ImageInfo[]> {
  return engine.listImages().catch((error: unknown) => {
    if (isNotFound(error)) return engine.listImages();
    throw error;
  });
}

/** Repository of the image that is kept in a sandbox between runs. */
export const keptImage = 'dfm-kept';
/**
 * Repository of the images that are built with the course's layers. Without a name, the engine would have to
 * export each layer again.
 */
export const courseImage = 'dfm-course';
const hiddenImages = [keptImage, courseImage].map((repository) => `${repository}:`);

/** The shelf has a few dozen. */
const maxReferences = 500;

/** References of the engine's images, to show a learner which base images FROM can use. */
export async function imageReferences(engine: Docker): Promise<string[]> {
  const images = await engine.listImages();
  return images
    .flatMap((image) => image.RepoTags ?? [])
    .filter((tag) => tag !== '<none>:<none>' && !hiddenImages.some((prefix) => tag.startsWith(prefix)))
    .slice(0, maxReferences)
    .sort();
}
