import 'server-only';
import type { ContentStore } from '@dfm/content-store/content-store';
import type { Commit } from '@dfm/content-store/history';
import { isText } from '@dfm/content-store/merge-text';
import { isCommit } from '@dfm/content-store/names';
import { PlatformError } from '@dfm/contracts';
import type { ComparedFile, SaveHead, SavePage } from '@dfm/contracts/page-data';
import { compareCommits } from './compare.ts';
import type { ContentAccess } from './content-access.ts';
import { type SaveOutcome, saveFile } from './draft-file.ts';
import { openDraft } from './open-draft.ts';
import { saveHead } from './save-head.ts';

/** What the first commit of all is compared with: git's name for a folder without files. */
const NO_FILES = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const SAVES_SHOWN = 50;

/**
 * What a draft changed in the version that it is based on.
 *
 * @param onlyPath leaves out all other files
 * @throws PlatformError `not-found`
 */
export async function draftChanges(
  access: ContentAccess,
  draft: string,
  onlyPath?: string,
): Promise<ComparedFile[]> {
  const { store, commit } = await openDraft(access, draft);
  return compareCommits(store, [await store.base(commit), commit], onlyPath);
}

/** The saves of a file, also those from before the draft, newest first. @throws PlatformError `not-found` */
export async function fileHistory(access: ContentAccess, draft: string, path: string): Promise<SaveHead[]> {
  const { store, commit } = await openDraft(access, draft);
  const saves = await store.history(commit, { path, perPage: SAVES_SHOWN });
  return saves.map(saveHead);
}

/**
 * A save with everything that it changed.
 *
 * @param onlyPath leaves out all other files
 * @throws PlatformError `not-found` if the draft does not have it
 */
export async function saveOf(
  access: ContentAccess,
  draft: string,
  commit: string,
  onlyPath?: string,
): Promise<SavePage> {
  const { store, commit: draftCommit } = await openDraft(access, draft);
  const save = await saveIn(store, draftCommit, commit);
  const files = await compareCommits(store, [save.parents[0] ?? NO_FILES, save.id], onlyPath);
  return { ...saveHead(save), draftCommit, files };
}

/** A text as it was after a save; undefined if there was none. @throws PlatformError as `saveOf` */
export async function textAfter(
  access: ContentAccess,
  draft: string,
  commit: string,
  path: string,
): Promise<string | undefined> {
  const { store, commit: newest } = await openDraft(access, draft);
  const save = await saveIn(store, newest, commit);
  const contents = await store.read(save.id, path);
  return contents && isText(contents) ? contents.toString() : undefined;
}

/**
 * Makes a file what it was after a save, or before it if the save deleted the file. This is a new save.
 *
 * @param seen the commit of the draft that the author saw
 * @throws PlatformError `not-found` if there was no such file
 */
export async function restoreFile(
  access: ContentAccess,
  draft: string,
  { commit, path, seen }: { commit: string; path: string; seen: string },
): Promise<SaveOutcome> {
  const { store, commit: newest } = await openDraft(access, draft);
  const save = await saveIn(store, newest, commit);
  const contents = (await store.read(save.id, path)) ?? (await store.read(save.parents[0] ?? save.id, path));
  if (!contents) throw new PlatformError('not-found', 'There was no such file.');
  const message = `Restore ${path} from “${save.subject}”`;
  return saveFile(access, { draft, path, seen, contents, message });
}

/** A commit that a draft has; a name alone could be that of a commit in any other draft. */
async function saveIn(store: ContentStore, newest: string, commit: string): Promise<Commit> {
  const [save] =
    isCommit(commit) && (await store.contains(newest, commit))
      ? await store.history(commit, { perPage: 1 })
      : [];
  if (!save) throw new PlatformError('not-found', 'This draft has no such save.');
  return save;
}
