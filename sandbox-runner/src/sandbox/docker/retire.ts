import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Engine } from '../../engine/engine-types.ts';
import { holdImage, releaseImages, removeUnusedTags } from '../../engine/image-holds.ts';
import { isDeleted } from './disk-folder.ts';
import { templatesInUse } from './template-use.ts';

/**
 * An image is created minutes before the template that uses it, so an image younger than a day may still be
 * needed.
 */
const minAgeMs = 24 * 60 * 60_000;

interface Kept {
  path: string;
  image: string;
  /** Path of the template with the course's layers, which was created from this one. */
  courseLayers?: string | undefined;
}

/**
 * Removes templates, except these two, that no process uses, and sandbox images that are used by no container
 * and no template of any data folder. Only one process at a time may do this per data folder.
 */
export async function retireOld(
  host: Engine,
  { path, image, courseLayers }: Kept,
  madeBeforeMs = Date.now() - minAgeMs,
): Promise<void> {
  const dir = dirname(path);
  for (const name of await readdir(dir)) {
    if (/^template-.*\.ext4$/.test(name) && ![path, courseLayers].includes(join(dir, name)))
      await retireTemplate(dir, name);
    // From a process that was killed in the middle of this.
    if (name.startsWith('retired-')) await rm(join(dir, name));
  }
  await holdImage(host, image, path);
  await releaseImages(host, isDeleted);
  const [repository = ''] = image.split(':');
  await removeUnusedTags(host, repository, image, madeBeforeMs);
}

/**
 * Moves the template aside, so that no process can start to use it, then checks again and restores it if one
 * did in between.
 */
async function retireTemplate(dir: string, name: string): Promise<void> {
  const sandboxesDir = dirname(dir);
  if ((await templatesInUse(sandboxesDir)).has(name)) return;
  const aside = join(dir, `retired-${name}`);
  await rename(join(dir, name), aside);
  if ((await templatesInUse(sandboxesDir)).has(name)) await rename(aside, join(dir, name));
  else await rm(aside);
}
