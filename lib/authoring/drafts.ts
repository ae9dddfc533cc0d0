import 'server-only';
import { DRAFTS_MAX } from '@dfm/content-store/names';
import { PlatformError } from '@dfm/contracts';
import type { DraftForList, DraftTree } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { ContentAccess } from './content-access.ts';
import { authorOf, contentStore, orRefused } from './content-store.ts';
import { noSuchDraft, openDraft } from './open-draft.ts';
import { saveHead } from './save-head.ts';

const SAVES_SHOWN = 50;

/** All drafts, the last changed first, with the number of the newest version. */
export async function drafts(access: ContentAccess): Promise<{ drafts: DraftForList[]; version: number }> {
  const store = await contentStore(access);
  const [found, versions, main] = await Promise.all([store.drafts(), store.versions(), store.main()]);
  const listed = await Promise.all(
    found.map(async ({ id, commit }): Promise<DraftForList> => {
      const base = await store.base(commit);
      const [[newest], changes] = await Promise.all([
        store.history(commit, { perPage: 1 }),
        store.changes(base, commit),
      ]);
      return {
        id,
        by: commit === base ? undefined : visibleLine(newest!.authorName),
        changedAt: new Date(newest!.at).toISOString(),
        changedFiles: changes.length,
        isBehind: base !== main,
      };
    }),
  );
  return {
    drafts: listed.toSorted((a, b) => b.changedAt.localeCompare(a.changedAt)),
    version: versions[0]!.number,
  };
}

/**
 * Begins a draft.
 *
 * @throws PlatformError `bad-request` for a name that is taken or cannot be one, `conflict` for one too many
 */
export async function createDraft(access: ContentAccess, id: string): Promise<void> {
  const store = await contentStore(access);
  if ((await store.drafts()).length >= DRAFTS_MAX)
    throw new PlatformError('conflict', `There are ${DRAFTS_MAX} drafts. Delete one that nobody needs.`);
  await orRefused(() => store.createDraft(id));
}

/** Deletes a draft with everything that was saved in it. @throws PlatformError `not-found` */
export async function deleteDraft(access: ContentAccess, id: string): Promise<void> {
  if (!(await (await contentStore(access)).deleteDraft(id))) throw noSuchDraft();
}

/** What the editor shows of a draft. @throws PlatformError `not-found` */
export async function draftTree(access: ContentAccess, id: string): Promise<DraftTree> {
  const { store, commit } = await openDraft(access, id);
  const base = await store.base(commit);
  const [{ files, problems }, changes, main, history] = await Promise.all([
    store.tree(commit),
    store.changes(base, commit),
    store.main(),
    store.history(commit, { since: base, perPage: SAVES_SHOWN }),
  ]);
  return {
    id,
    commit,
    files: files.map(({ path }) => path),
    problems,
    changes,
    isBehind: base !== main,
    history: history.map(saveHead),
  };
}

/**
 * Takes back what one save changed.
 *
 * @throws PlatformError `not-found`; `conflict` if later saves changed the same lines
 */
export async function revertSave(access: ContentAccess, id: string, commit: string): Promise<void> {
  const store = await contentStore(access);
  const result = await orRefused(() => store.revert(id, commit, authorOf(access)));
  if (!result) throw noSuchDraft();
  if (result.kind === 'conflicts')
    throw new PlatformError(
      'conflict',
      `Later saves changed the same lines of ${result.conflicts.map(({ path }) => path).join(', ')}. Take those back first, or edit the file.`,
    );
}
