import 'server-only';
import { type LoadedTask, overlay } from '@dfm/course/exercises';
import { content } from '../content/content-root.ts';
import { Prisma, db } from '../db/client.ts';
import { baseImages } from '../nodes/base-images.ts';
import { readStoredFiles } from '../runs/stored-files.ts';
import { requiredLabels } from '../runs/submit.ts';
import { state, transition } from '../runs/transition.ts';

/** After this many runs that ended because of the platform, a submission keeps its result. */
const FAULTS_MAX = 3;

/** Stands for the network of these runs, so that no network's limits include them and their events expire. */
const NETWORK = 'regrade';

interface Submitted {
  runId: string;
  submissionId: string;
  learnerId: string;
  files: unknown;
}

/** Queues a submission to be built again for a regrade, unless that has happened. */
export async function buildAgain(
  regradeId: string,
  { runId, submissionId, learnerId, files }: Submitted,
  { exercise, starter }: LoadedTask,
): Promise<void> {
  const dockerfile = overlay(starter, readStoredFiles(files)).find(({ path }) => path === 'Dockerfile');
  await db().$transaction(async (transaction) => {
    // Locks the regrade, so that no run remains of one that is being discarded.
    const isOpen = await transaction.$queryRaw<object[]>`
      SELECT id FROM regrade WHERE id = ${regradeId} AND applied_at IS NULL AND discarded_at IS NULL FOR SHARE`;
    if (isOpen.length === 0) return;
    const { count } = await transaction.regradeItem.updateMany({
      where: { regradeId, runId, judgedAt: null, method: null },
      data: { method: 'rebuilt' },
    });
    if (count === 0) return;
    const { id } = await transaction.run.create({
      data: {
        submissionId,
        learnerId,
        exercise: exercise.slug,
        kind: 'regrade',
        content: content().commit ?? null,
        regradeId,
        ...(await requiredLabels(exercise, transaction)),
        bases: baseImages(dockerfile?.data ?? ''),
        network: NETWORK,
      },
      select: { id: true },
    });
    await transition(
      {
        set: Prisma.sql`state = ${state('queued')}`,
        where: Prisma.sql`id = ${id}`,
        events: [{ type: 'phase', phase: 'queued', state: 'started' }],
      },
      transaction,
    );
  });
}

/**
 * Takes over the results of the submissions that were built again, and repeats what ended because of the
 * platform.
 */
export async function collectBuilt(regradeId: string): Promise<void> {
  const built = Prisma.sql`
    attempt.id = item.run_id AND rerun.regrade_id = item.regrade_id AND rerun.submission_id = attempt.submission_id
    AND rerun.state = 'done' AND item.regrade_id = ${regradeId} AND item.method = 'rebuilt' AND item.judged_at IS NULL`;
  await db().$executeRaw`
    UPDATE regrade_item AS item
    SET judged_at = now(), result = rerun.result, result_status = rerun.result_status, score = rerun.score,
      passed = rerun.passed, measured_with = rerun.measured_with
    FROM run AS attempt, run AS rerun
    WHERE ${built} AND rerun.result_status <> 'infrastructure'`;
  await db().$executeRaw`
    WITH failed AS (
      UPDATE regrade_item AS item
      SET faults = faults + 1,
        method = CASE WHEN faults + 1 >= ${FAULTS_MAX} THEN item.method END,
        judged_at = CASE WHEN faults + 1 >= ${FAULTS_MAX} THEN now() END,
        error = CASE WHEN faults + 1 >= ${FAULTS_MAX} THEN rerun.result #>> '{failure,message}' END
      FROM run AS attempt, run AS rerun
      WHERE ${built} AND rerun.result_status = 'infrastructure'
      RETURNING rerun.id, item.method
    )
    DELETE FROM run USING failed WHERE run.id = failed.id AND failed.method IS NULL`;
}
