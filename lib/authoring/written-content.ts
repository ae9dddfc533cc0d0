import 'server-only';
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { env } from '../platform/env.ts';
import type { ContentAccess } from './content-access.ts';
import { contentStore } from './content-store.ts';
import { noSuchDraft } from './drafts.ts';

/**
 * Calls a function with a folder that has the content of a draft, with one file as it is being written.
 *
 * @param written its path and the text that has not been saved; without it, the draft as it was saved
 * @throws PlatformError `not-found` if the draft is gone
 */
export async function withWrittenContent<T>(
  access: ContentAccess,
  draft: string,
  written: { path: string; text: string } | undefined,
  work: (root: string) => Promise<T>,
): Promise<T> {
  const commit = await (await contentStore(access)).draft(draft);
  if (commit === undefined) throw noSuchDraft();
  return withContentOf(access, commit, written, work);
}

/** As `withWrittenContent`, for a commit that a draft has, or will have. */
export async function withContentOf<T>(
  access: ContentAccess,
  commit: string,
  written: { path: string; text: string } | undefined,
  work: (root: string) => Promise<T>,
): Promise<T> {
  const store = await contentStore(access);
  const base = await store.base(commit);
  // Only versions of `main` are written as a whole, and a draft as what differs from one.
  const [folder, changes] = await Promise.all([
    store.checkOut(base, `${env().CONTENT_STORE}-versions`),
    store.changes(base, commit),
  ]);
  const root = join(`${env().CONTENT_STORE}-written`, randomUUID());
  try {
    await linkAll(folder, root);
    for (const { path } of changes) await replace(root, path, await store.read(commit, path));
    if (written) await replace(root, written.path, written.text);
    return await work(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
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
async function replace(root: string, path: string, contents: Buffer | string | undefined): Promise<void> {
  const file = join(root, path);
  await rm(file, { force: true });
  if (contents === undefined) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
}
