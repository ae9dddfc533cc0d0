import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Engine } from '../../engine/engine-types.ts';
import { holdImage, releaseImages, removeUnusedTags } from '../../engine/image-holds.ts';
import { isGone } from './disk-folder.ts';
import { templatesInUse } from './template-use.ts';

/**
 * Between an image and the template that holds it lie minutes: what is younger than a day may be somebody's
 * next.
 */
const minAgeMs = 24 * 60 * 60_000;

interface Kept {
  path: string;
  image: string;
  /** Path of the one with the course's layers, which was made from it. */
  courseLayers?: string | undefined;
}

/**
 * Removes templates beside these two that no process uses, and sandbox images that neither a template, of
 * whatever data folder, nor a container has. One process at a time for each data folder.
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
    // Of a process that ended in the middle of this.
    if (name.startsWith('retired-')) await rm(join(dir, name));
  }
  await holdImage(host, image, path);
  await releaseImages(host, isGone);
  const [repository = ''] = image.split(':');
  await removeUnusedTags(host, repository, image, madeBeforeMs);
}

/** Looks again once nobody can begin to use it: a process that did so in between finds it back. */
async function retireTemplate(dir: string, name: string): Promise<void> {
  const sandboxesDir = dirname(dir);
  if ((await templatesInUse(sandboxesDir)).has(name)) return;
  const aside = join(dir, `retired-${name}`);
  await rename(join(dir, name), aside);
  if ((await templatesInUse(sandboxesDir)).has(name)) await rename(aside, join(dir, name));
  else await rm(aside);
}
