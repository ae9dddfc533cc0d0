import 'server-only';
import type { ResultDocument } from '@dfm/contracts';
import type { RunSnapshot, SubmittedFiles } from '@dfm/contracts/browser-api';
import type { Attempt, AttemptFiles } from '@dfm/contracts/page-data';
import { type Prisma, db } from '../db/client.ts';
import { confirmationOf, confirming } from './confirmation.ts';
import { queuePosition } from './queue-position.ts';
import { readStoredFiles, readStoredValues } from './stored-files.ts';
import { readStoredResult } from './stored-result.ts';
import { storedSummaries } from './stored-summary.ts';
import { usualDurationMs } from './usual-duration.ts';

const snapshotColumns = {
  id: true,
  exercise: true,
  kind: true,
  state: true,
  queuedAt: true,
  result: true,
  submission: { select: { files: true, values: true, runs: confirming } },
} as const;

/**
 * A learner's run by its ID; undefined if it does not exist, belongs to another learner, or is part of a
 * regrade, which learners do not see before it is applied.
 */
export async function runOf(learnerId: string, runId: string): Promise<RunSnapshot | undefined> {
  const run = await db().run.findFirst({ where: { id: runId, learnerId }, select: snapshotColumns });
  return run ? snapshot(run) : undefined;
}

/** A learner's newest run of an exercise, in any state. */
export async function newestRun(learnerId: string, exercise: string): Promise<RunSnapshot | undefined> {
  const run = await db().run.findFirst({
    where: { learnerId, exercise, kind: 'practice' },
    orderBy: { queuedAt: 'desc' },
    select: snapshotColumns,
  });
  return run ? snapshot(run) : undefined;
}

/** A learner's first graded run of an exercise, whose result is undefined if it can no longer be read. */
export async function firstGradedRun(
  learnerId: string,
  exercise: string,
): Promise<{ id: string; result: ResultDocument | undefined } | undefined> {
  const run = await db().run.findFirst({
    where: { learnerId, exercise, kind: 'practice', resultStatus: 'graded' },
    orderBy: { queuedAt: 'asc' },
    select: { id: true, result: true },
  });
  return run ? { id: run.id, result: readStoredResult(run.id, run.result) } : undefined;
}

async function snapshot(
  run: Prisma.RunGetPayload<{ select: typeof snapshotColumns }>,
): Promise<RunSnapshot | undefined> {
  const { id, exercise, kind, state, queuedAt } = run;
  if (kind === 'regrade') return undefined;
  return {
    id,
    exercise,
    kind,
    status: state,
    createdAt: queuedAt.toISOString(),
    files: readStoredFiles(run.submission.files),
    values: readStoredValues(run.submission.values),
    result: run.result === null ? undefined : readStoredResult(id, run.result),
    queue: state === 'queued' ? await queuePosition(id) : undefined,
    confirmation: kind === 'practice' ? confirmationOf(run.submission.runs) : undefined,
    usualMs: state === 'queued' || state === 'running' ? await usualDurationMs(exercise) : undefined,
  };
}

/** A learner's runs of an exercise, the newest first. */
export async function attemptsOf(learnerId: string, exercise: string): Promise<Attempt[]> {
  const runs = await db().run.findMany({
    where: { learnerId, exercise, kind: 'practice' },
    orderBy: { queuedAt: 'desc' },
    select: {
      id: true,
      state: true,
      queuedAt: true,
      submission: { select: { runs: confirming } },
    },
  });
  const done = runs.filter(({ state }) => state === 'done');
  const summaries = await storedSummaries(done.map(({ id }) => id));
  return runs.map((run, index) => {
    const summary = summaries.get(run.id);
    return {
      runId: run.id,
      number: runs.length - index,
      createdAt: run.queuedAt.toISOString(),
      state: run.state,
      confirmation: confirmationOf(run.submission.runs),
      outcome: summary && {
        status: summary.status,
        passed: summary.passed,
        score: summary.score,
        axes: summary.axes,
        totalBytes: summary.image?.totalBytes,
      },
    };
  });
}

/** The editable files of a learner's run; empty for another learner's run. */
export async function submittedFiles(learnerId: string, runId: string): Promise<SubmittedFiles> {
  const submission = await db().submission.findFirst({
    where: { learnerId, runs: { some: { id: runId } } },
    select: { files: true },
  });
  return submission ? readStoredFiles(submission.files) : {};
}

/** What a learner submitted in an attempt of an exercise; undefined if it is not theirs. */
export async function attemptFiles(
  learnerId: string,
  exercise: string,
  runId: string,
): Promise<AttemptFiles | undefined> {
  const attempts = { learnerId, exercise, kind: 'practice' } as const;
  const run = await db().run.findFirst({
    where: { ...attempts, id: runId },
    select: { queuedAt: true, submission: { select: { files: true } } },
  });
  if (run === null) return undefined;
  const number = await db().run.count({ where: { ...attempts, queuedAt: { lte: run.queuedAt } } });
  return { number, files: readStoredFiles(run.submission.files) };
}

/** Whether the learner has ever passed the exercise. */
export async function hasPassed(learnerId: string, exercise: string): Promise<boolean> {
  const passed = { learnerId, exercise, passed: true };
  const kind = { in: ['practice' as const, 'confirmation' as const] };
  return (await db().run.count({ where: { ...passed, kind }, take: 1 })) > 0;
}
