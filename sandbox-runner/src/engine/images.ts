import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { isNotFound } from './not-found.ts';

/** What the engine says of an image it holds. */
export interface ImageFacts {
  id: string;
  /** Uncompressed layer digests from the base up. */
  diffIds: string[];
  /** Uncompressed bytes of all layers. */
  bytes: number;
  labels: Record<string, string>;
}

/** @returns undefined when the engine has no such image */
export async function inspectImage(engine: Docker, reference: string): Promise<ImageFacts | undefined> {
  try {
    const { Id, RootFS, Size, Config } = await engine.getImage(reference).inspect();
    return { id: Id, diffIds: RootFS?.Layers ?? [], bytes: Size, labels: Config?.Labels ?? {} };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

interface HistoryEntry {
  CreatedBy: string;
  Size: number;
}

/**
 * Uncompressed bytes of each layer of an image, from the base up. The engine's history does not say which entries made
 * no layer, so they are told by their instruction: RUN, COPY, ADD and WORKDIR make one, as does whatever has a size.
 */
export async function layerBytes(engine: Docker, image: ImageFacts): Promise<{ diffId: string; bytes: number }[]> {
  const newestFirst = (await engine.getImage(image.id).history()) as HistoryEntry[];
  const sizes = newestFirst.filter((entry) => entry.Size > 0 || /^(RUN|COPY|ADD|WORKDIR)\b/.test(entry.CreatedBy)).map((entry) => entry.Size);
  const last = image.diffIds.length - 1;
  return image.diffIds.map((diffId, index) => ({ diffId, bytes: sizes[last - index] ?? 0 }));
}

/** The image as an archive, streamed. */
export async function saveImage(engine: Docker, reference: string): Promise<Readable> {
  return (await engine.getImage(reference).get()) as Readable;
}

/** Takes a reference away, and the image with it when it was the last. The build cache keeps its layers. */
export async function removeImage(engine: Docker, reference: string): Promise<void> {
  try {
    await engine.getImage(reference).remove({ force: true });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** A shelf has a few dozen. */
const mostReferences = 500;

/** References the engine's images have, for telling a learner what may stand behind FROM. */
export async function imageReferences(engine: Docker): Promise<string[]> {
  const images = await engine.listImages();
  return images.flatMap((image) => image.RepoTags ?? []).filter((tag) => tag !== '<none>:<none>').slice(0, mostReferences).sort();
}
