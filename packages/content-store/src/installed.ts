import { createHash } from 'node:crypto';
import type { Git } from './git.ts';
import { readTree } from './tree.ts';
import { type Changes, writeBlob } from './write-commit.ts';

/** A file of the content that the installation brings. */
export interface NewFile {
  path: string;
  contents: Uint8Array;
  executable?: boolean;
}

/**
 * What has to change in a commit so that it has exactly these files. New contents are stored.
 *
 * @param commit undefined for a new store
 */
export async function changesTo(
  git: Git,
  commit: string | undefined,
  files: AsyncIterable<NewFile>,
): Promise<Changes> {
  const before = commit === undefined ? [] : (await readTree(git, commit)).files;
  const left = new Map(before.map((file) => [file.path, file]));
  const changes = new Map<string, { blob: string; executable: boolean } | null>();
  for await (const { path, contents, executable = false } of files) {
    const known = left.get(path);
    left.delete(path);
    if (known?.blob === objectName(contents) && known.executable === executable) continue;
    changes.set(path, { blob: await writeBlob(git, contents), executable });
  }
  for (const path of left.keys()) changes.set(path, null);
  return changes;
}

/** The name that git gives these contents, without starting git for each file of an unchanged course. */
function objectName(contents: Uint8Array): string {
  return createHash('sha1').update(`blob ${contents.byteLength}\0`).update(contents).digest('hex');
}
