import 'server-only';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ContentStore, type NewFile, RefusedContent } from '@dfm/content-store/content-store';
import { PlatformError } from '@dfm/contracts';
import { contentRoot } from '../content/content-root.ts';
import { env } from '../platform/env.ts';
import { perProcess } from '../platform/per-process.ts';
import type { ContentAccess } from './content-access.ts';

interface Opening {
  store: Promise<ContentStore> | undefined;
}

/** Of this process. */
const opening = () => perProcess<Opening>('content store', () => ({ store: undefined }));

/** The drafts and versions. The first time, version 1 is made of the content of this installation. */
export function contentStore(_access: ContentAccess): Promise<ContentStore> {
  const { store } = opening();
  if (store) return store;
  const opened = ContentStore.open(env().CONTENT_STORE, {
    files: installedFiles,
    author: { id: 'site', name: 'This installation' },
  });
  opening().store = opened;
  // The next call tries again.
  opened.catch(() => (opening().store = undefined));
  return opened;
}

/** The author of an access's commits. */
export const authorOf = ({ account }: ContentAccess) => ({ id: account.id, name: account.name });

/** Turns what the store refuses into a message for the author. */
export async function orRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof RefusedContent ? new PlatformError('bad-request', error.message) : error;
  }
}

async function* installedFiles(): AsyncGenerator<NewFile> {
  const root = contentRoot();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const { mode } = await stat(file);
    yield { path: relative(root, file), contents: await readFile(file), executable: (mode & 0o100) !== 0 };
  }
}
