import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type DeclaredImage, declaredImages, declaredList, declaredServices } from './declared.ts';
import { readServiceImages, readShelfImages, type ShelfImage } from './images.ts';
import { type ShelfLayout, shelfLayout } from './layout.ts';
import { shelfIsPrepared } from './prepare.ts';
import { blobPath } from './registry-blobs.ts';
import { normalizedName } from './wheels.ts';

/** What a shelf should have. */
export interface DeclaredShelf {
  images: readonly Pick<DeclaredImage, 'reference'>[];
  services: readonly Pick<DeclaredImage, 'reference'>[];
  /** Text of requirements.lock. */
  lock: string;
}

/** A shelf compared with what it should have. */
export interface VerifiedShelf {
  images: ShelfImage[];
  services: ShelfImage[];
  wheels: number;
  /** Names of base images and wheels that are not there. */
  missing: string[];
  /** The same for images that only labs use. */
  missingServices: string[];
  /** Paths of files that are not what their digest says, or gone. */
  damaged: string[];
  /** Bytes whose digests were computed; of every other file, only the size is known to be right. */
  readBytes: number;
}

interface ShelfFile {
  path: string;
  digest: string;
  size: number;
}

const descriptorSchema = z.object({ digest: z.string(), size: z.number() });
const manifestSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema) });

/**
 * Compares a shelf with the declared lists, and a random sample of its files with their digests.
 *
 * @param maxBytes of the sample
 * @returns undefined if the shelf was never prepared
 */
export async function verifyShelf(
  shelfDir: string,
  maxBytes: number,
  signal: AbortSignal,
  declared?: DeclaredShelf,
): Promise<VerifiedShelf | undefined> {
  if (!(await shelfIsPrepared(shelfDir))) return undefined;
  const { images: bases, services: others, lock } = declared ?? (await declaredShelf());
  const layout = shelfLayout(shelfDir);
  const [images, services] = await Promise.all([readShelfImages(layout), readServiceImages(layout)]);
  const damaged: string[] = [];
  const files: ShelfFile[] = [];
  for (const { manifest } of [...images, ...services]) {
    const found = await blobsOf(layout, manifest).catch(() => void damaged.push(blobPath(layout, manifest)));
    files.push(...(found ?? []));
  }
  const wheels = await wheelsOf(layout, lock);
  files.push(...wheels.files);
  const intact: ShelfFile[] = [];
  for (const file of new Map(files.map((each) => [each.path, each])).values()) {
    const size = await stat(file.path).then(
      (found) => found.size,
      () => -1,
    );
    if (size === file.size) intact.push(file);
    else damaged.push(file.path);
  }
  let readBytes = 0;
  for (const { path, digest, size } of shuffled(intact)) {
    if (readBytes + size > maxBytes) continue;
    readBytes += size;
    if ((await digestOf(path, signal)) !== digest) damaged.push(path);
  }
  const missingOf = (expected: readonly { reference: string }[], there: readonly ShelfImage[]) =>
    expected
      .map(({ reference }) => reference)
      .filter((name) => !there.some(({ reference }) => reference === name));
  return {
    images,
    services,
    wheels: wheels.files.length,
    missing: [...missingOf(bases, images), ...wheels.missing],
    missingServices: missingOf(others, services),
    damaged: damaged.toSorted(),
    readBytes,
  };
}

/** The base images on a shelf; none if it was never prepared. */
export async function shelvedImages(shelfDir: string): Promise<ShelfImage[]> {
  return (await shelfIsPrepared(shelfDir)) ? readShelfImages(shelfLayout(shelfDir)) : [];
}

async function declaredShelf(): Promise<DeclaredShelf> {
  const [images, services, lock] = await Promise.all([
    declaredImages(),
    declaredServices(),
    declaredList('requirements.lock'),
  ]);
  return { images, services, lock };
}

/** @throws Error if the manifest cannot be read or is not what its digest says */
async function blobsOf(layout: ShelfLayout, manifest: string): Promise<ShelfFile[]> {
  const content = await readFile(blobPath(layout, manifest));
  if (`sha256:${createHash('sha256').update(content).digest('hex')}` !== manifest)
    throw new Error(`${manifest} is damaged`);
  const { config, layers } = manifestSchema.parse(JSON.parse(content.toString()));
  return [config, ...layers].map(({ digest, size }) => ({ path: blobPath(layout, digest), digest, size }));
}

/** The wheels of the lock file. The size of a file that is there is taken to be right. */
async function wheelsOf(
  layout: ShelfLayout,
  lock: string,
): Promise<{ files: ShelfFile[]; missing: string[] }> {
  const names = await readdir(layout.wheels).catch(() => []);
  const byPackage = new Map(
    names.map((name) => {
      const [project = '', version = ''] = name.split('-');
      return [`${normalizedName(project)}==${version}`, join(layout.wheels, name)];
    }),
  );
  const files: ShelfFile[] = [];
  const missing: string[] = [];
  for (const [, project = '', version = '', hash = ''] of lock.matchAll(
    /^([^=\s]+)==(\S+) --hash=(sha256:[0-9a-f]{64})/gm,
  )) {
    const path = byPackage.get(`${normalizedName(project)}==${version}`);
    if (path === undefined) missing.push(`${project}==${version}`);
    else files.push({ path, digest: hash, size: (await stat(path)).size });
  }
  return { files, missing };
}

async function digestOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Buffer);
  return `sha256:${hash.digest('hex')}`;
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((value) => ({ value, rank: Math.random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}
