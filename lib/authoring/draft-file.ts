import 'server-only';
import { isText } from '@dfm/content-store/merge-text';
import { PlatformError } from '@dfm/contracts';
import type { DraftFile } from '@dfm/contracts/page-data';
import type { ContentAccess } from './content-access.ts';
import { authorOf, contentStore, orRefused } from './content-store.ts';
import { noSuchDraft, openDraft } from './open-draft.ts';

const MESSAGE_MAX = 200;

/** What an author did with a file, based on the version of the draft that the page showed. */
export interface FileChange {
  draft: string;
  path: string;
  /** The commit that was edited. */
  seen: string;
  /** New contents; null deletes the file. */
  contents: Uint8Array | null;
  /** In the author's words; empty for a sentence about the file. */
  message: string;
}

export type SaveOutcome =
  | { kind: 'saved'; commit: string }
  /** Someone else saved this file since. `theirs` is its text now; undefined if it is deleted or no text. */
  | { kind: 'conflict'; commit: string; theirs: string | undefined };

/** A file of a draft as it was saved last; undefined if it has none with this path. */
export async function draftFile(
  access: ContentAccess,
  draft: string,
  path: string,
): Promise<DraftFile | undefined> {
  const { store, commit } = await openDraft(access, draft);
  return textOf(path, await store.read(commit, path));
}

/** The contents of any file of a draft. @throws PlatformError `not-found` */
export async function readDraftBytes(access: ContentAccess, draft: string, path: string): Promise<Buffer> {
  const store = await contentStore(access);
  const commit = await store.draft(draft);
  const contents = commit === undefined ? undefined : await store.read(commit, path);
  if (!contents) throw new PlatformError('not-found', 'There is no such file in this draft.');
  return contents;
}

/** The contents of any file of the newest version. @throws PlatformError `not-found` */
export async function readNewestBytes(access: ContentAccess, path: string): Promise<Buffer> {
  const store = await contentStore(access);
  const contents = await store.read(await store.main(), path);
  if (!contents) throw new PlatformError('not-found', 'There is no such file in the newest version.');
  return contents;
}

/**
 * Saves or deletes a file as a commit of its author.
 *
 * @throws PlatformError `not-found` if the draft is gone, `bad-request` for a path or size that cannot be in
 *   the content
 */
export async function saveFile(access: ContentAccess, change: FileChange): Promise<SaveOutcome> {
  const { draft, path, seen, contents } = change;
  const store = await contentStore(access);
  const message = change.message.trim().slice(0, MESSAGE_MAX) || `${contents ? 'Change' : 'Delete'} ${path}`;
  const saved = await orRefused(() =>
    store.save(draft, new Map([[path, contents]]), { author: authorOf(access), message, seen }),
  );
  if (!saved) throw noSuchDraft();
  if (saved.kind === 'saved') return saved;
  const theirs = textOf(path, await store.read(saved.commit, path));
  return { kind: 'conflict', commit: saved.commit, theirs: theirs?.text };
}

function textOf(path: string, contents: Buffer | undefined): DraftFile | undefined {
  return contents && { path, text: isText(contents) ? contents.toString() : undefined };
}
