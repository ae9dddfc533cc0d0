import { fullReference, readReference } from '@dfm/dockerfile/syntax/image-reference';

/** Names of an image in an archive. */
export interface ImageName {
  /** With the registry: `docker.io/library/postgres:17`. */
  full: string;
  /** As `docker save` writes it: `postgres:17`. */
  short: string;
  tag: string;
}

/**
 * The names of an image for which `docker` accepts a reference.
 *
 * @throws Error if it is not a reference, or if it has a digest, under which no engine can load an image
 */
export function imageName(reference: string): ImageName {
  const parts = readReference(reference);
  if (typeof parts === 'string') throw new Error(`${reference} is not the name of an image.`);
  const { registry, repository, tag, digest } = fullReference(parts);
  if (digest !== undefined || tag === undefined)
    throw new Error(
      `${reference} has a digest, which images from an archive do not keep. Pull it, and give it a tag with docker tag.`,
    );
  const full = `${registry}/${repository}:${tag}`;
  return { full, short: full.replace(/^docker\.io\/(?:library\/)?/, ''), tag };
}
