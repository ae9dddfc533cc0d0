import 'server-only';
import type { MergedCommits, Resolved } from '@dfm/content-store/content-store';
import type { Resolution } from '@dfm/content-store/merge-trees';
import type { DraftMerge, WrittenProblem } from '@dfm/contracts/page-data';
import { checkPart } from './check-written.ts';
import type { ContentAccess } from './content-access.ts';
import { authorOf, contentStore, orRefused } from './content-store.ts';
import { noSuchDraft } from './open-draft.ts';
import { type Part, partOf } from './part-problems.ts';
import { withContentOf } from './written-content.ts';

export type MergeOutcome =
  | { kind: 'merged' }
  /** Nothing changed: decisions are missing, or are about commits of before. */
  | { kind: 'conflicts'; merge: DraftMerge }
  /** Nothing changed, because the merged files have problems. */
  | { kind: 'problems'; problems: WrittenProblem[] };

interface Decisions {
  with: MergedCommits;
  files: readonly (readonly [path: string, decision: Resolution])[];
  /** Merges although the merged files have problems. */
  despiteProblems: boolean;
}

/** What bringing the newest version into a draft would do. @throws PlatformError `not-found` */
export async function mergePlan(access: ContentAccess, draft: string): Promise<DraftMerge> {
  const store = await contentStore(access);
  const [plan, [newest]] = await Promise.all([store.planMerge(draft), store.versions()]);
  if (!plan) throw noSuchDraft();
  const { with: commits, isUpToDate, changes, conflicts } = plan;
  return { with: commits, isUpToDate, version: newest!.number, merged: [...changes.keys()], conflicts };
}

/**
 * Brings the newest version into a draft, by one commit of the author.
 *
 * @throws PlatformError `not-found`; `bad-request` if the result has files that cannot be in the content
 */
export async function bringIn(
  access: ContentAccess,
  draft: string,
  { with: commits, files, despiteProblems }: Decisions,
): Promise<MergeOutcome> {
  const store = await contentStore(access);
  const resolved: Resolved = { with: commits, files: new Map(files) };
  let problems: WrittenProblem[] = [];
  const merged = await orRefused(() =>
    store.mergeMain(draft, authorOf(access), resolved, async ({ commit, overlapping }) => {
      problems = despiteProblems ? [] : await problemsOfMerge(access, commit, overlapping);
      return problems.length === 0;
    }),
  );
  if (!merged) throw noSuchDraft();
  if (merged.kind === 'declined') return { kind: 'problems', problems };
  if (merged.kind === 'merged') return { kind: 'merged' };
  return { kind: 'conflicts', merge: await mergePlan(access, draft) };
}

/** The problems of the files that both sides changed. All others were checked where they were written. */
async function problemsOfMerge(
  access: ContentAccess,
  commit: string,
  overlapping: readonly string[],
): Promise<WrittenProblem[]> {
  const { files } = await (await contentStore(access)).tree(commit);
  const existing = new Set(files.map(({ path }) => path));
  // Of several files of an exercise, it is checked once.
  const parts = new Map<string, Part>(
    overlapping
      .filter((path) => existing.has(path))
      .map((path) => {
        const part = partOf(path);
        return [JSON.stringify(part), part];
      }),
  );
  return withContentOf(access, commit, async (content) => {
    const found: WrittenProblem[] = [];
    for (const part of parts.values()) found.push(...(await checkPart(content, part)));
    return found;
  });
}
