import { existsSync } from 'node:fs';
import { readdir, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The repository with the drafts and versions of the content. */
export const contentStoreOf = (dataDir: string): string =>
  process.env.CONTENT_STORE ?? join(dataDir, 'content-store');

/** Where a restore writes before it is complete. */
export const unfinishedFolder = (dataDir: string): string => join(dataDir, 'restore.unfinished');
/** The same folder once everything is in it. */
export const restoredFolder = (dataDir: string): string => join(dataDir, 'restore.complete');
/** Next to the store, because only within a file system is renaming one step. */
export const unfinishedStore = (dataDir: string): string => `${contentStoreOf(dataDir)}.unfinished`;

/**
 * Moves what a complete restore left to its places; does nothing if there is nothing. Anything that uses the
 * data calls it first, so that a restore that is killed while it moves is finished and not half there.
 */
export async function takeOverRestored(dataDir: string): Promise<void> {
  const restored = restoredFolder(dataDir);
  if (!existsSync(restored)) return;
  const store = unfinishedStore(dataDir);
  if (existsSync(store)) await rename(store, contentStoreOf(dataDir));
  for (const name of await readdir(restored)) await rename(join(restored, name), join(dataDir, name));
  await rmdir(restored);
}
