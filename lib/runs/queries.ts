import 'server-only';
import type { ResultDocument } from '@dfm/contracts';
import { type Prisma, type RunKind, type RunState, db } from '../db/client.ts';
import { type Confirmation, confirmationOf, confirming } from './confirmation.ts';
import { type QueuePosition, queuePosition } from './queue-position.ts';
import { usualDurationMs } from './usual-duration.ts';

/** A run as its learner may see it. Plain data. */
export interface RunView {
  id: string;
  exercise: string;
  kind: RunKind;
  status: RunState;
  /** ISO 8601. */
  createdAt: string;
  /** The editable files as submitted. */
  files: Record<string, string>;
  result?: ResultDocument | undefined;
  /** Only for a queued run. */
  queue?: QueuePosition | undefined;
  /** Only for a run that passed. */
  confirmation?: Confirmation | undefined;
  /**
   * Only for a run that has not ended: how long recent runs of the exercise took, in milliseconds; undefined
   * if none was measured.
   */
  usualMs?: number | undefined;
}

export interface Attempt {
  runId: string;
  /** 1 for the learner's first run of the exercise. */
  number: number;
  createdAt: string;
  state: RunState;
  confirmation?: Confirmation | undefined;
  outcome?:
    | (Pick<ResultDocument, 'status' | 'passed' | 'score' | 'headline' | 'axes'> & {
        totalBytes: number | undefined;
      })
    | undefined;
}

const viewed = {
  id: true,
  exercise: true,
  kind: true,
  state: true,
  queuedAt: true,
  result: true,
  submission: { select: { files: true, runs: confirming } },
} as const;

/** A learner's run by its ID; undefined if it does not exist or belongs to another learner. */
export async function runOf(learnerId: string, runId: string): Promise<RunView | undefined> {
  const run = await db().run.findFirst({ where: { id: runId, learnerId }, select: viewed });
  return run ? view(run) : undefined;
}

/** A learner's newest run of an exercise, in any state. */
export async function newestRun(learnerId: string, exercise: string): Promise<RunView | undefined> {
  const run = await db().run.findFirst({
    where: { learnerId, exercise, kind: 'practice' },
    orderBy: { queuedAt: 'desc' },
    select: viewed,
  });
  return run ? view(run) : undefined;
}

async function view(run: Prisma.RunGetPayload<{ select: typeof viewed }>): Promise<RunView> {
  const { id, exercise, state, queuedAt } = run;
  return {
    id,
    exercise,
    kind: run.kind,
    status: state,
    createdAt: queuedAt.toISOString(),
    files: run.submission.files as Record<string, string>,
    result: (run.result as ResultDocument | null) ?? undefined,
    queue: state === 'queued' ? await queuePosition(id) : undefined,
    confirmation: run.kind === 'practice' ? confirmationOf(run.submission.runs) : undefined,
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
      result: true,
      submission: { select: { runs: confirming } },
    },
  });
  return runs.map((run, index) => {
    const result = run.result as ResultDocument | null;
    return {
      runId: run.id,
      number: runs.length - index,
      createdAt: run.queuedAt.toISOString(),
      state: run.state,
      confirmation: confirmationOf(run.submission.runs),
      outcome: result
        ? {
            status: result.status,
            passed: result.passed,
            score: result.score,
            headline: result.headline,
            axes: result.axes,
            totalBytes: result.image?.totalBytes,
          }
        : undefined,
    };
  });
}

/** The editable files of a learner's run; empty for another learner's run. */
export async function submittedFiles(learnerId: string, runId: string): Promise<Record<string, string>> {
  const submission = await db().submission.findFirst({
    where: { learnerId, runs: { some: { id: runId } } },
    select: { files: true },
  });
  return (submission?.files ?? {}) as Record<string, string>;
}

/** Whether the learner has ever passed the exercise. */
export async function hasPassed(learnerId: string, exercise: string): Promise<boolean> {
  return (await db().run.count({ where: { learnerId, exercise, passed: true }, take: 1 })) > 0;
}
