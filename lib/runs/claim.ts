import 'server-only';
import type { ClaimRequest, ClaimResponse, ContextFile, Exercise, RunnerInfo } from '@dfm/contracts';
import { variantOfRun } from '@dfm/course/check/variants';
import { loadTask, overlay } from '@dfm/course/exercises';
import { contentOf } from '../content/versions.ts';
import { Prisma, db } from '../db/client.ts';
import { anyBase } from '../nodes/base-images.ts';
import { nextWork } from '../nodes/next-work.ts';
import { log } from '../platform/log.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';
import { traceRun } from '../telemetry/site-traces.ts';
import { isLeftToKeeper } from './keeper.ts';
import { measuredWith } from './measured-with.ts';
import { ownerKey } from './owner-key.ts';
import { readStoredFiles, readStoredValues } from './stored-files.ts';
import { type RunRow, state, transition } from './transition.ts';
import { runsInTurn } from './turn.ts';
import { commandsOf, workItemOf } from './work-item.ts';

/**
 * Gives the next run in the queue to a runner that can take it; waits for one if there is none.
 *
 * @param signal aborted when the runner disconnects; nothing is claimed after that
 * @returns undefined if there was no run within `waitMs`
 */
export async function claim(request: ClaimRequest, signal: AbortSignal): Promise<ClaimResponse | undefined> {
  const run = await nextWork(request, signal, 'run_queued', takeNext);
  if (run === undefined) return undefined;
  siteMetrics().claimed.observe({ kind: run.kind }, run.queuedMs / 1_000);
  const claimedMs = Date.now();
  traceRun({ runId: run.id, name: 'queued', startMs: claimedMs - run.queuedMs, endMs: claimedMs });
  log.info({ runId: run.id, fence: run.fence, runner: request.runner.name }, 'run claimed');
  const work = await workOf(run);
  traceRun({ runId: run.id, name: 'claim', startMs: claimedMs });
  return work;
}

/**
 * With SKIP LOCKED, concurrent claims each get a different run without waiting for each other. Runs are
 * locked one by one in their order, until one is free: PostgreSQL expects an almost empty queue, and would
 * compute an ordinary join by comparing each queued run with every other. Of the runs that no learner is
 * waiting for, a runner executes only one at a time, which leaves its other slots to learners. A draining
 * runner gets no run, and one that is reserved only runs that need its labels. A runner that lost a run gets
 * none until it reports again, because the open claim of a frozen runner would otherwise take the run that it
 * just lost. A run that was just queued is left to the node that keeps its learner's sandbox.
 */
async function takeNext({ name, labels, basesToCome, reservedFor }: RunnerInfo): Promise<RunRow | undefined> {
  const lacking = basesToCome.length === 0 ? [] : [...basesToCome, anyBase];
  return transition({
    set: Prisma.sql`state = ${state('running')}, fence = fence + 1, attempts = attempts + 1, claimed_by = ${name}, started_at = now(), heartbeat_at = now()`,
    where: Prisma.sql`id = (
      SELECT free.id FROM (${runsInTurn} ORDER BY place) AS turn
      CROSS JOIN LATERAL (SELECT id FROM run WHERE id = turn.id AND state = 'queued' AND NOT ${isLeftToKeeper(name)} FOR UPDATE SKIP LOCKED) AS free
      WHERE turn.needs <@ ${labels}::text[] AND turn.needs @> ${reservedFor}::text[] AND NOT turn.bases && ${lacking}::text[]
        AND NOT EXISTS (SELECT FROM runner WHERE name = ${name} AND draining)
        AND NOT EXISTS (SELECT FROM run AS lost JOIN runner ON runner.name = lost.claimed_by WHERE lost.state = 'queued' AND runner.name = ${name} AND lost.heartbeat_at > runner.last_seen_at)
        AND (turn.kind = 'practice' OR NOT EXISTS (SELECT FROM run AS other WHERE other.kind <> 'practice' AND other.state = 'running' AND other.claimed_by = ${name}))
      ORDER BY turn.place LIMIT 1)`,
    events: [{ type: 'phase', phase: 'queued', state: 'done' }],
  });
}

/** What a runner needs for a run, by the content for which it was submitted. */
async function workOf(run: RunRow): Promise<ClaimResponse> {
  const { folder } = await contentOf(run.content);
  const item = run.kind === 'proof' ? await workItemOf(run.id) : undefined;
  const attempt = { runId: run.id, fence: run.fence, queuedMs: run.queuedMs };
  if (item?.kind === 'commands') {
    const script = await commandsOf(folder, item);
    if (script) return { work: 'commands', ...attempt, script };
  }
  const isRecording = item?.kind === 'recording';
  const { exercise, files } = isRecording
    ? await variantOfRun(folder, run.exercise, item.variant)
    : await submittedTo(run, folder);
  const isProof = run.kind === 'proof';
  const fresh = (run.kind !== 'practice' && !isProof) || isRecording;
  return {
    work: 'grading',
    ...attempt,
    learnerKey: ownerKey(fresh ? run.id : isProof ? `proof ${run.content} ${run.exercise}` : run.learnerId),
    fresh,
    isRecording,
    draw: isProof ? 'every' : 'one',
    simulates: run.simulates,
    exercise,
    files,
  };
}

/** The exercise of a run, and the starter's files with what was submitted. */
async function submittedTo(
  run: RunRow,
  folder: string,
): Promise<{ exercise: Exercise; files: ContextFile[] }> {
  const submission = await db().submission.findUniqueOrThrow({
    where: { id: run.submissionId },
    select: { files: true, values: true },
  });
  const values = readStoredValues(submission.values);
  const { exercise, starter } = await loadTask(folder, run.exercise, values);
  const digest = await measuredWith(exercise, starter);
  await db().run.updateMany({ where: { id: run.id, fence: run.fence }, data: { measuredWith: digest } });
  return { exercise, files: overlay(starter, readStoredFiles(submission.files)) };
}
