import 'server-only';
import type { ResultDocument } from '@dfm/contracts';
import { type RunState, db } from '../db/client.ts';
import { connectedRunners } from './runners.ts';
import { usualDurationMs } from './usual-duration.ts';

/** A run as its learner may see it. Plain data. */
export interface RunView {
  id: string;
  exercise: string;
  status: RunState;
  /** ISO 8601. */
  createdAt: string;
  /** The editable files as they were handed in. */
  files: Record<string, string>;
  result?: ResultDocument | undefined;
  /** Of a run that waits: 1 is next, and how many runners are connected. */
  queue?: { place: number; runners: number } | undefined;
  /** Of a run on its way: how long runs of the exercise took lately, in milliseconds; undefined where none was measured. */
  usualMs?: number | undefined;
}

export interface Attempt {
  runId: string;
  /** Counted from the learner's first run of the exercise, which is 1. */
  number: number;
  createdAt: string;
  state: RunState;
  outcome?: (Pick<ResultDocument, 'status' | 'passed' | 'score' | 'headline' | 'axes'> & { totalBytes: number | undefined }) | undefined;
}

const viewed = { id: true, exercise: true, state: true, queuedAt: true, result: true, submission: { select: { files: true } } } as const;

/** A learner's run by its id; undefined for another learner's, as for none. */
export async function runOf(learnerId: string, runId: string): Promise<RunView | undefined> {
  const run = await db().run.findFirst({ where: { id: runId, learnerId }, select: viewed });
  return run ? view(run) : undefined;
}

/** A learner's newest run of an exercise, whatever became of it. */
export async function newestRun(learnerId: string, exercise: string): Promise<RunView | undefined> {
  const run = await db().run.findFirst({ where: { learnerId, exercise }, orderBy: { queuedAt: 'desc' }, select: viewed });
  return run ? view(run) : undefined;
}

async function view(run: { id: string; exercise: string; state: RunState; queuedAt: Date; result: unknown; submission: { files: unknown } }): Promise<RunView> {
  const { id, exercise, state, queuedAt } = run;
  return {
    id,
    exercise,
    status: state,
    createdAt: queuedAt.toISOString(),
    files: run.submission.files as Record<string, string>,
    result: (run.result as ResultDocument | null) ?? undefined,
    queue: state === 'queued' ? { place: await placeInQueue(id, queuedAt), runners: await connectedRunners() } : undefined,
    usualMs: state === 'queued' || state === 'running' ? await usualDurationMs(exercise) : undefined,
  };
}

async function placeInQueue(id: string, queuedAt: Date): Promise<number> {
  const before = await db().run.count({ where: { state: 'queued', OR: [{ queuedAt: { lt: queuedAt } }, { queuedAt, id: { lt: id } }] } });
  return before + 1;
}

/** A learner's runs of an exercise, the newest first. */
export async function attemptsOf(learnerId: string, exercise: string): Promise<Attempt[]> {
  const runs = await db().run.findMany({ where: { learnerId, exercise }, orderBy: { queuedAt: 'desc' }, select: { id: true, state: true, queuedAt: true, result: true } });
  return runs.map((run, index) => {
    const result = run.result as ResultDocument | null;
    return {
      runId: run.id,
      number: runs.length - index,
      createdAt: run.queuedAt.toISOString(),
      state: run.state,
      outcome: result
        ? { status: result.status, passed: result.passed, score: result.score, headline: result.headline, axes: result.axes, totalBytes: result.image?.totalBytes }
        : undefined,
    };
  });
}

/** The editable files of one run of a learner; none for another learner's. */
export async function submittedFiles(learnerId: string, runId: string): Promise<Record<string, string>> {
  const submission = await db().submission.findFirst({ where: { learnerId, run: { id: runId } }, select: { files: true } });
  return (submission?.files ?? {}) as Record<string, string>;
}

/** Whether the learner ever passed the exercise. */
export async function hasPassed(learnerId: string, exercise: string): Promise<boolean> {
  return (await db().run.count({ where: { learnerId, exercise, passed: true }, take: 1 })) > 0;
}
