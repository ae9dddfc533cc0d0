import 'server-only';
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ContentStore } from '@dfm/content-store/content-store';
import { pathProblem } from '@dfm/content-store/names';
import { PlatformError } from '@dfm/contracts';
import { env } from '../platform/env.ts';
import { perProcess } from '../platform/per-process.ts';
import type { ContentAccess } from './content-access.ts';
import { contentStore } from './content-store.ts';
import { openDraft } from './open-draft.ts';
import { WrittenFolders } from './written-folders.ts';

/** A folder with the content of a draft, with one file as it is being written. */
export interface WrittenContent {
  root: string;
  /**
   * The same object for all calls with the same saved files; undefined if the text may change what other
   * files are checked with.
   */
  saved: object | undefined;
}

const folders = () =>
  perProcess('written content', () => new WrittenFolders(`${env().CONTENT_STORE}-written`));

/** Files that are about the others: the order of the course, its terms and its words. */
const aboutOthers = /^[^/]+$/;

/**
 * Calls a function with a folder that has the content of a draft, with one file as it is being written.
 *
 * @param written its path and the text that has not been saved; without it, the draft as it was saved
 * @throws PlatformError `not-found` if the draft is gone, `bad-request` for a path that no file can have
 */
export async function withWrittenContent<T>(
  access: ContentAccess,
  draft: string,
  written: { path: string; text: string } | undefined,
  work: (content: WrittenContent) => Promise<T>,
): Promise<T> {
  const problem = written && pathProblem(written.path);
  if (problem !== undefined) throw new PlatformError('bad-request', problem);
  const { store, commit } = await openDraft(access, draft);
  return folders().use(
    { draft, commit },
    written,
    (folder) => fill(folder, store, commit),
    (root, { saved, isNew }) =>
      work({ root, saved: isNew || (written && aboutOthers.test(written.path)) ? undefined : saved }),
  );
}

/** Calls a function with a folder that has the content of a commit that a draft has, or will have. */
export async function withContentOf<T>(
  access: ContentAccess,
  commit: string,
  work: (content: WrittenContent) => Promise<T>,
): Promise<T> {
  const root = join(`${env().CONTENT_STORE}-written`, randomUUID());
  try {
    await fill(root, await contentStore(access), commit);
    return await work({ root, saved: undefined });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Writes the files of a draft: what it is based on as hard links, and what it changed. */
async function fill(folder: string, store: ContentStore, commit: string): Promise<void> {
  const base = await store.base(commit);
  // Only versions of `main` are written as a whole, and a draft as what differs from one.
  const [version, changes] = await Promise.all([
    store.checkOut(base, `${env().CONTENT_STORE}-versions`),
    store.changes(base, commit),
  ]);
  await linkAll(version, folder);
  for (const { path } of changes) await replace(folder, path, await store.read(commit, path));
}

/** Hard links, because copies of the models and recordings would take longer than everything else. */
async function linkAll(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const entries = await readdir(from, { withFileTypes: true });
  await Promise.all(
    entries.map((entry) =>
      (entry.isDirectory() ? linkAll : link)(join(from, entry.name), join(to, entry.name)),
    ),
  );
}

/** Never writes into a linked file, which would change the version it is from. */
async function replace(root: string, path: string, contents: Buffer | undefined): Promise<void> {
  const file = join(root, path);
  await rm(file, { force: true });
  if (contents === undefined) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
}
