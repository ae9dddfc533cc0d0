import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ImageStore } from '@dfm/image/archive/stored-image';
import { z } from 'zod';
import { runCommand } from '../host/command.ts';
import type { ShelfLayout } from './layout.ts';

const savedSchema = z.tuple([z.object({ Config: z.string(), Layers: z.array(z.string()) })]);

interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

/** Path of a blob in the shelf's registry, whether it exists or not. */
export function blobPath(layout: ShelfLayout, digest: string): string {
  return join(layout.blobs, digest.replace('sha256:', ''));
}

/**
 * Adds an image to the shelf's registry: its unchanged configuration, its layers compressed as in a public
 * registry, and a manifest.
 *
 * @param archive tar of one image, written by `docker save`
 * @returns digest of the manifest
 */
export async function storeImage(layout: ShelfLayout, archive: string): Promise<string> {
  await mkdir(layout.blobs, { recursive: true });
  const folder = await mkdtemp(join(layout.work, 'image-'));
  try {
    await runCommand('tar', ['-xf', archive, '-C', folder]);
    const [saved] = savedSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
    const config = await storeDocument(
      layout,
      'application/vnd.oci.image.config.v1+json',
      await readFile(await within(folder, saved.Config)),
    );
    const layers: Descriptor[] = [];
    for (const path of saved.Layers) layers.push(await storeLayer(layout, await within(folder, path)));
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = JSON.stringify({ schemaVersion: 2, mediaType, config, layers });
    return (await storeDocument(layout, mediaType, Buffer.from(manifest))).digest;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The shelf's images as a store, to read them without an engine. */
export function shelfImageStore(layout: ShelfLayout): ImageStore {
  return { blob: (digest, signal) => createReadStream(blobPath(layout, digest), { signal }) };
}

/** Resolves a path in an archive, which may be a link because older engines save a repeated layer as one. */
async function within(folder: string, path: string): Promise<string> {
  const found = await realpath(join(folder, path));
  if (!found.startsWith((await realpath(folder)) + sep))
    throw new Error(`${path} in the archive leads out of it`);
  return found;
}

async function storeDocument(layout: ShelfLayout, mediaType: string, content: Buffer): Promise<Descriptor> {
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const path = blobPath(layout, digest);
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
  return { mediaType, digest, size: content.length };
}

async function storeLayer(layout: ShelfLayout, tar: string): Promise<Descriptor> {
  const path = join(layout.blobs, 'layer.new');
  const hash = createHash('sha256');
  const hashed = new Transform({
    transform: (chunk: Buffer, _encoding, done) => void (hash.update(chunk), done(null, chunk)),
  });
  await rm(path, { force: true });
  await pipeline(
    createReadStream(tar, { highWaterMark: 1024 * 1024 }),
    createGzip(),
    hashed,
    createWriteStream(path),
  );
  const digest = `sha256:${hash.digest('hex')}`;
  await rename(path, blobPath(layout, digest));
  return {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest,
    size: (await stat(blobPath(layout, digest))).size,
  };
}
