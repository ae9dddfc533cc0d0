import 'server-only';
import type { DrawnValues, ResultDocument } from '@dfm/contracts';
import { type LoadedTask, loadTask, overlay } from '@dfm/course/exercises';
import { contentRoot } from '../content/content-root.ts';
import { db } from '../db/client.ts';
import { storable } from '../db/storable.ts';
import { log } from '../platform/log.ts';
import { measuredWith } from '../runs/measured-with.ts';
import { readStoredFiles, readStoredValues } from '../runs/stored-files.ts';
import { readStoredResult } from '../runs/stored-result.ts';
import { inContentOfCohort } from '../versions/content-of-cohort.ts';
import { itemsWithEarlier } from './earlier-result.ts';
import { buildAgain, collectBuilt } from './rebuild.ts';
import { recomputeBounded } from './recompute-bounded.ts';

/** Items that are read at once; a result can be 1 MiB. */
const BATCH = 20;

interface OpenRegrade {
  id: string;
  cohortId: string;
  exercise: string;
  buildsAll: boolean;
}

interface WaitingItem {
  runId: string;
  submissionId: string;
  learnerId: string;
  files: unknown;
  values: unknown;
  /** The result that counts today, and what it was measured with. */
  result: unknown;
  measuredWith: string | null;
  /** Whether it was measured in an engine that no one had used. */
  isFresh: boolean;
  /** Whether it is a result of this submission, and not of another one that stands for it. */
  isOwn: boolean;
}

/**
 * Judges everything that waits in regrades: computes what can be computed, queues the rest to be built, and
 * collects what was built. Called again and again. Several sites may do so at once, because each item is
 * written only once.
 */
export async function judgeWaiting(): Promise<void> {
  const open = await db().regrade.findMany({
    where: { appliedAt: null, discardedAt: null, items: { some: { judgedAt: null } } },
    select: { id: true, cohortId: true, exercise: true, buildsAll: true },
  });
  for (const regrade of open)
    await inContentOfCohort(regrade.cohortId, () => judge(regrade)).catch((error: unknown) =>
      log.error({ err: error, regradeId: regrade.id }, 'cannot judge submissions again'),
    );
}

async function judge(regrade: OpenRegrade): Promise<void> {
  await collectBuilt(regrade.id);
  const withValues = exerciseByValues(regrade.exercise);
  for (;;) {
    const items = await waitingItems(regrade);
    for (const item of items) {
      const { loaded, current } = await withValues(readStoredValues(item.values));
      const result = regrade.buildsAll ? undefined : await recomputed(item, loaded, current);
      if (result === undefined) await buildAgain(regrade.id, item, loaded);
      else await store(regrade.id, item, result);
    }
    if (items.length < BATCH) return;
  }
}

/** Loads an exercise, and what it is measured with today, once for all submissions with the same values. */
function exerciseByValues(slug: string) {
  const load = async (values: DrawnValues) => {
    const loaded = await loadTask(contentRoot(), slug, values);
    return { loaded, current: await measuredWith(loaded.exercise, loaded.starter) };
  };
  const known = new Map<string, ReturnType<typeof load>>();
  return (values: DrawnValues): ReturnType<typeof load> => {
    const key = JSON.stringify(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const loaded = known.get(key) ?? load(values);
    known.set(key, loaded);
    return loaded;
  };
}

async function waitingItems({ id, cohortId }: OpenRegrade): Promise<WaitingItem[]> {
  return db().$queryRaw<WaitingItem[]>`
    SELECT item.run_id AS "runId", attempt.submission_id AS "submissionId", attempt.learner_id AS "learnerId", submission.files, submission.values,
      coalesce(earlier.result, base.result) AS result,
      CASE WHEN earlier.run_id IS NULL THEN base.measured_with ELSE earlier.measured_with END AS "measuredWith",
      coalesce(earlier.method = 'rebuilt', base.kind = 'confirmation') AS "isFresh",
      base.submission_id = attempt.submission_id AS "isOwn"
    FROM ${itemsWithEarlier(cohortId, id)}
    JOIN submission ON submission.id = attempt.submission_id
    -- Nothing waits once it is discarded, which may happen in between.
    JOIN regrade ON regrade.id = item.regrade_id AND regrade.applied_at IS NULL AND regrade.discarded_at IS NULL
    WHERE item.regrade_id = ${id} AND item.method IS NULL AND item.judged_at IS NULL
    ORDER BY item.run_id LIMIT ${BATCH}`;
}

/** @returns undefined if it has to be built again */
async function recomputed(
  item: WaitingItem,
  { exercise, starter }: LoadedTask,
  current: string,
): Promise<ResultDocument | undefined> {
  if (item.measuredWith !== current || !item.isOwn) return undefined;
  const stored = readStoredResult(item.runId, item.result);
  const files = overlay(starter, readStoredFiles(item.files));
  const result = stored && (await recomputeBounded({ exercise, stored, files }));
  // A pass counts only if it was measured in a fresh engine.
  const isNewPass = result?.passed === true && stored?.passed === false;
  return isNewPass && !item.isFresh ? undefined : result;
}

async function store(
  regradeId: string,
  { runId, measuredWith: digest }: WaitingItem,
  result: ResultDocument,
): Promise<void> {
  await db().regradeItem.updateMany({
    where: { regradeId, runId, judgedAt: null, method: null },
    data: {
      method: 'recomputed',
      judgedAt: new Date(),
      result: storable(JSON.parse(JSON.stringify(result)) as object),
      resultStatus: result.status,
      score: result.score,
      passed: result.passed,
      measuredWith: digest,
    },
  });
}
