import 'server-only';
import { access, readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ContentStore, type NewFile, type Version } from '@dfm/content-store/content-store';
import { PlatformError } from '@dfm/contracts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { perProcess } from '../platform/per-process.ts';
import { type Content, installedFolder, published } from './content-root.ts';

/** The author of what no person wrote. */
const installation = { id: 'site', name: 'This installation' };

interface Opening {
  store: Promise<ContentStore> | undefined;
}

const opening = () => perProcess<Opening>('content store', () => ({ store: undefined }));

/**
 * The repository with the drafts and versions of the content. The first time, version 1 is made of the
 * content of this installation. Anyone who calls it for a person needs a proof that the person may see it.
 */
export function openContentStore(): Promise<ContentStore> {
  const { store } = opening();
  if (store) return store;
  const opened = ContentStore.open(env().CONTENT_STORE, { files: installedFiles, author: installation });
  opening().store = opened;
  // The next call tries again.
  opened.catch(() => (opening().store = undefined));
  return opened;
}

/**
 * Takes over what an update of the installation brought, and what was published. Called when the site starts.
 * As long as no author has opened the content, there is no repository and everyone sees what is installed.
 */
export async function openPublished(): Promise<void> {
  if (!(await isThere(env().CONTENT_STORE))) return;
  const store = await openContentStore();
  const update = await store.updateInstalled(installedFiles(), installation);
  if (update.kind !== 'unchanged') log.info(update, 'the content of this installation has been updated');
  await followPublished();
}

/** Lets everyone see the newest version. Called after publishing, and now and then for other processes. */
export async function followPublished(): Promise<void> {
  if (!(await isThere(env().CONTENT_STORE))) return;
  const store = await openContentStore();
  const [newest] = await store.versions();
  if (newest && published().newest?.commit !== newest.commit)
    published().newest = { ...(await contentOf(newest.commit)), version: newest.number };
}

/** All published versions, the newest first; empty if no author has opened the content. */
export async function contentVersions(): Promise<Version[]> {
  return (await isThere(env().CONTENT_STORE)) ? (await openContentStore()).versions() : [];
}

/** A published version. @throws PlatformError `not-found` if there is none with this number */
export async function contentOfVersion(number: number): Promise<Content> {
  const version = (await contentVersions()).find((candidate) => candidate.number === number);
  if (!version) throw new PlatformError('not-found', `There is no version ${number} of the content.`);
  return { ...(await contentOf(version.commit)), version: number };
}

/** The course as of a commit. @param commit null for the content of this installation */
export async function contentOf(commit: string | null): Promise<Content> {
  if (commit === null) return { folder: installedFolder() };
  const store = await openContentStore();
  const folder =
    commit === (await store.installed())
      ? installedFolder()
      : await store.checkOut(commit, `${env().CONTENT_STORE}-versions`);
  return { folder, commit };
}

/** Every file below the installed folder. */
async function* installedFiles(): AsyncGenerator<NewFile> {
  const root = installedFolder();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const { mode } = await stat(file);
    yield { path: relative(root, file), contents: await readFile(file), executable: (mode & 0o100) !== 0 };
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
