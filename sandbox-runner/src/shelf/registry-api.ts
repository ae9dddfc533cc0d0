import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ImageStore } from '@dfm/image/archive/stored-image';
import { z } from 'zod';
import { splitReference } from '../engine/reference.ts';
import { readServiceImages, readShelfImages } from './images.ts';
import type { ShelfLayout } from './layout.ts';
import { blobPath, shelfImageStore } from './registry-blobs.ts';

/** Repository in a sandbox's registry with the manifests and blobs that the sandbox itself built, by digest. */
export const ownRepository = 'own';

/** A registry's answer. A streamed body has no known length. */
export interface RegistryAnswer {
  status: number;
  headers: Record<string, string | number>;
  body: string | Buffer | AsyncIterable<Uint8Array>;
}

/** Sources of the images in a sandbox's registry. */
export interface RegistrySources {
  layout: ShelfLayout;
  /** Images of the sandbox's own engine, once it is running. */
  own?: ImageStore | undefined;
}

const digestPattern = /^sha256:[0-9a-f]{64}$/;
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const manifestSchema = z.object({
  mediaType: z
    .string()
    .regex(/^[\w.+/-]+$/)
    .default(manifestType),
});
const indexType = 'application/vnd.oci.image.index.v1+json';
/** The usual limit of registries; clients do not send longer manifests either. */
const maxManifestBytes = 4 * 1024 * 1024;

/**
 * The read side of the OCI distribution API (opencontainers/distribution-spec, spec.md): the shelf's images,
 * under the names that Dockerfiles use, and the sandbox's own, as if it had pushed them. Writing is not
 * possible.
 *
 * @param path of the request, from `/v2/` on
 */
export async function registryAnswer(
  path: string,
  { layout, own }: RegistrySources,
  signal: AbortSignal,
): Promise<RegistryAnswer> {
  if (path === '/v2/') return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
  const [, name = '', kind = '', reference = ''] =
    /^\/v2\/(.+)\/(manifests|blobs|referrers|tags)\/([^/]+)$/.exec(path) ?? [];
  if (kind === 'referrers')
    return {
      status: 200,
      headers: { 'content-type': indexType },
      body: JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [] }),
    };
  if (kind === 'tags' && reference === 'list') return tagsOf(layout, name);
  if (kind === 'manifests') {
    const digest = digestPattern.test(reference) ? reference : await taggedDigest(layout, name, reference);
    const content =
      digest === undefined
        ? undefined
        : await manifestIn(name === ownRepository ? own : shelfImageStore(layout), digest, signal);
    if (content === undefined)
      return unknown(
        'MANIFEST_UNKNOWN',
        `${name}:${reference} is not on the shelf, which has only declared images, and no other registry can be reached.`,
      );
    return {
      status: 200,
      headers: {
        'content-type': content.mediaType,
        'docker-content-digest': digest!,
        'content-length': content.bytes.length,
      },
      body: content.bytes,
    };
  }
  if (kind === 'blobs' && digestPattern.test(reference))
    return name === ownRepository ? ownBlob(own, reference, signal) : shelfBlob(layout, reference);
  return unknown('NAME_UNKNOWN', 'The shelf does not serve this path.');
}

async function shelfBlob(layout: ShelfLayout, digest: string): Promise<RegistryAnswer> {
  const path = blobPath(layout, digest);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return unknown('BLOB_UNKNOWN', 'The shelf does not have this blob.');
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', 'content-length': found.size },
    body: createReadStream(path),
  };
}

function ownBlob(own: ImageStore | undefined, digest: string, signal: AbortSignal): RegistryAnswer {
  if (own === undefined) return unknown('BLOB_UNKNOWN', 'This sandbox has built nothing yet.');
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: own.blob(digest, signal),
  };
}

/** The complete manifest; undefined if it is missing or not a manifest. */
async function manifestIn(
  store: ImageStore | undefined,
  digest: string,
  signal: AbortSignal,
): Promise<{ bytes: Buffer; mediaType: string } | undefined> {
  if (store === undefined) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of store.blob(digest, signal)) {
      length += chunk.byteLength;
      if (length > maxManifestBytes) return undefined;
      chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    const { mediaType } = manifestSchema.parse(JSON.parse(bytes.toString()));
    return { bytes, mediaType };
  } catch {
    return undefined;
  }
}

/** Whether sandboxes can pull an image by this name. */
export async function isOnShelf(layout: ShelfLayout, reference: string): Promise<boolean> {
  const { repo, tag } = splitReference(reference);
  return (await taggedDigest(layout, repo, tag)) !== undefined;
}

async function taggedDigest(layout: ShelfLayout, name: string, tag: string): Promise<string | undefined> {
  return (await tagged(layout)).find((image) => image.name === name && image.tag === tag)?.digest;
}

async function tagsOf(layout: ShelfLayout, name: string): Promise<RegistryAnswer> {
  const tags = (await tagged(layout)).flatMap((image) => (image.name === name ? [image.tag] : []));
  if (tags.length === 0) return unknown('NAME_UNKNOWN', `${name} is not on the shelf.`);
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, tags }),
  };
}

/**
 * The images under the names that an engine uses with a mirror of the public registry, where `python` is
 * `library/python`.
 */
async function tagged(layout: ShelfLayout): Promise<{ name: string; tag: string; digest: string }[]> {
  const images = [
    ...(await readShelfImages(layout).catch(() => [])),
    ...(await readServiceImages(layout).catch(() => [])),
  ];
  return images.flatMap(({ reference, aliases, manifest }) =>
    [reference, ...aliases].flatMap((one) => {
      const { repo, tag } = splitReference(one);
      return [repo, ...(repo.includes('/') ? [] : [`library/${repo}`])].map((name) => ({
        name,
        tag,
        digest: manifest,
      }));
    }),
  );
}

function unknown(code: string, message: string): RegistryAnswer {
  return {
    status: 404,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ errors: [{ code, message }] }),
  };
}
