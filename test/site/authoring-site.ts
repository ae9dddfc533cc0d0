/** The site with a small course and a content store of its own, for tests of what authors do. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { labSkeleton } from '@dfm/course/new/lab-skeleton';
import { type ContentAccess, contentAccess } from '../../lib/authoring/content-access.ts';
import { readDraftBytes, type SaveOutcome, saveFile } from '../../lib/authoring/draft-file.ts';
import { createDraft, deleteDraft, draftTree, drafts } from '../../lib/authoring/drafts.ts';
import { newAccount } from './school.ts';
import { type Site, openSite } from './site.ts';

const root = join(import.meta.dirname, '../..');

/** Measured by an engine, so the small course shows the measurements of the real one. */
const measured = ['projects/message-sorter', 'runs/message-sorter', 'data'];

export interface AuthoringSite extends Site {
  /** Contains everything below. */
  folder: string;
  /** The content that this installation came with. */
  installed: string;
}

/** Opens the site with the small course. Its content store is in a temporary folder, which `close` removes. */
export async function openAuthoringSite(): Promise<AuthoringSite> {
  const folder = await mkdtemp(join(tmpdir(), 'authoring-'));
  const installed = join(folder, 'installed');
  await copySmallCourse(installed);
  const site = await openSite({ CONTENT_DIR: installed, CONTENT_STORE: join(folder, 'content') });
  const close = async () => {
    await site.close();
    await rm(folder, { recursive: true });
  };
  return { ...site, folder, installed, close };
}

/**
 * Writes a course of two lessons, two exercises and a lab that passes the checks of content, so that a test
 * can check all of it in moments.
 */
async function copySmallCourse(folder: string): Promise<void> {
  await cp(join(import.meta.dirname, 'small-course'), folder, { recursive: true });
  for (const [path, text] of Object.entries(labSkeleton({ slug: 'publish-a-port' }))) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  for (const path of measured) await cp(join(root, 'content', path), join(folder, path), { recursive: true });
}

/** An admin, who may do everything with the content. */
export async function newAuthor(site: Site, name: string): Promise<ContentAccess> {
  return contentAccess(await newAccount(site, name, true));
}

let begun = 0;

/** Begins a draft with a name that no other draft has. */
export async function newDraft(access: ContentAccess): Promise<string> {
  const draft = `draft-${++begun}`;
  await createDraft(access, draft);
  return draft;
}

/** Deletes all drafts: what looks through every draft takes longer with each of them. */
export async function deleteDrafts(access: ContentAccess): Promise<void> {
  for (const { id } of (await drafts(access)).drafts) await deleteDraft(access, id);
}

/**
 * Saves the text of a file, or deletes the file.
 *
 * @param seen the commit that was edited; by default the newest
 */
export async function saveDraft(
  access: ContentAccess,
  draft: string,
  path: string,
  text: string | null,
  seen?: string,
): Promise<SaveOutcome> {
  return saveFile(access, {
    draft,
    path,
    seen: seen ?? (await draftTree(access, draft)).commit,
    contents: text === null ? null : Buffer.from(text),
    message: '',
  });
}

/** Replaces the first place of a text, which has to be there, in a file of a draft. */
export async function editDraft(
  access: ContentAccess,
  draft: string,
  path: string,
  find: string,
  put: string,
): Promise<void> {
  const text = String(await readDraftBytes(access, draft, path));
  if (!text.includes(find)) throw new Error(`${path} does not contain ${find}`);
  const changed = text.replace(find, () => put);
  const { kind } = await saveDraft(access, draft, path, changed);
  if (kind !== 'saved') throw new Error(`${path} was not saved`);
}
