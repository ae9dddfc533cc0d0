import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { ImportPlan } from '@dfm/contracts/browser-api';
import type { ContentAccess } from '../content-access.ts';
import { authorOf, orRefused } from '../content-store.ts';
import { noSuchDraft, openDraft } from '../open-draft.ts';
import type { CollectedFiles } from './collected-files.ts';
import { planImport } from './import-plan.ts';

/**
 * Imports files into a draft in one commit, or only says what that would do.
 *
 * @param under folder of the draft to put everything in; empty for the top
 * @param seen the commit of the draft that the author saw a plan for; undefined only makes one
 * @throws PlatformError `not-found` if the draft is gone, `conflict` if one of the files was saved since
 */
export async function importFiles(
  access: ContentAccess,
  draft: string,
  { upload, under, seen }: { upload: CollectedFiles; under: string; seen: string | undefined },
): Promise<{ plan: ImportPlan; commit: string; isSaved: boolean }> {
  const { store, commit: head } = await openDraft(access, draft);
  const commit = seen ?? head;
  const tree = await orRefused(() => store.tree(commit));
  const { files, ...plan } = planImport(upload, under, tree.files);
  if (seen === undefined || files.length === 0) return { plan, commit, isSaved: false };
  const saved = await orRefused(() =>
    store.save(draft, new Map(files.map(({ path, contents }) => [path, contents])), {
      author: authorOf(access),
      message: `Import ${files.length === 1 ? files[0]!.path : `${files.length} files`}`,
      seen,
      executable: new Set(files.flatMap(({ path, executable }) => (executable ? [path] : []))),
    }),
  );
  if (!saved) throw noSuchDraft();
  if (saved.kind === 'conflict')
    throw new PlatformError(
      'conflict',
      `Someone else saved ${saved.paths.join(', ')} in the meantime. Choose the files again to see what would change.`,
    );
  return { plan, commit: saved.commit, isSaved: true };
}
