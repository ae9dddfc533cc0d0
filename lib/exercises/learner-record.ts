import 'server-only';
import { resultDocumentSchema, type ResultDocument } from '@dfm/contracts';
import { z } from 'zod';
import { db } from '../db/client.ts';

/** A run with what was handed in, as the exercise page and the verdict page show it. */
export interface RecordedRun {
  id: string;
  exercise: string;
  status: 'queued' | 'running' | 'done' | 'cancelled';
  /** ISO 8601. */
  createdAt: string;
  /** Editable files by path. */
  files: Record<string, string>;
  result?: ResultDocument | undefined;
}

/** One run as the list of attempts shows it. `number` counts from the learner's first. */
export interface RecordedAttempt {
  runId: string;
  number: number;
  createdAt: string;
  state: RecordedRun['status'];
  outcome?: Pick<ResultDocument, 'status' | 'passed' | 'score' | 'headline' | 'axes'> & { totalBytes: number | undefined };
}

const filesSchema = z.record(z.string(), z.string());
const withFiles = { submission: { select: { files: true } } } as const;

/** A learner's newest run of an exercise, if there is one. */
export async function newestRun(learnerId: string, exercise: string): Promise<RecordedRun | undefined> {
  const run = await db().run.findFirst({ where: { learnerId, exercise }, orderBy: [{ queuedAt: 'desc' }, { id: 'desc' }], include: withFiles });
  return run === null ? undefined : recordedRun(run);
}

/** A run by its id; undefined when it is not this learner's, which nobody can tell from one that does not exist. */
export async function runOf(learnerId: string, runId: string): Promise<RecordedRun | undefined> {
  const run = await db().run.findFirst({ where: { learnerId, id: runId }, include: withFiles });
  return run === null ? undefined : recordedRun(run);
}

/** Whether the learner has passed the exercise in any run. */
export async function hasPassed(learnerId: string, exercise: string): Promise<boolean> {
  return (await db().run.count({ where: { learnerId, exercise, passed: true }, take: 1 })) > 0;
}

/** A learner's runs of an exercise, the newest first. */
export async function attemptsOf(learnerId: string, exercise: string): Promise<RecordedAttempt[]> {
  const runs = await db().run.findMany({ where: { learnerId, exercise }, orderBy: [{ queuedAt: 'desc' }, { id: 'desc' }], select: { id: true, state: true, queuedAt: true, result: true } });
  return runs.map((run, i) => ({ runId: run.id, number: runs.length - i, createdAt: run.queuedAt.toISOString(), state: run.state, ...outcomeOf(run.result) }));
}

/**
 * Notes that a learner opened the model solution, unless they have passed.
 * @returns whether it stands on the record: opened before passing, now or earlier
 */
export async function openSolution(learnerId: string, exercise: string): Promise<{ onRecord: boolean }> {
  const key = { learnerId_exercise: { learnerId, exercise } };
  if (await hasPassed(learnerId, exercise)) return { onRecord: (await db().openedSolution.count({ where: { learnerId, exercise } })) > 0 };
  await db().openedSolution.upsert({ where: key, create: { learnerId, exercise }, update: {} });
  return { onRecord: true };
}

interface StoredRun {
  id: string;
  exercise: string;
  state: RecordedRun['status'];
  queuedAt: Date;
  result: unknown;
  submission: { files: unknown };
}

function recordedRun(run: StoredRun): RecordedRun {
  const result = run.result === null ? undefined : resultDocumentSchema.parse(run.result);
  return { id: run.id, exercise: run.exercise, status: run.state, createdAt: run.queuedAt.toISOString(), files: filesSchema.parse(run.submission.files), result };
}

function outcomeOf(stored: unknown): Pick<RecordedAttempt, 'outcome'> {
  if (stored === null) return {};
  const { status, passed, score, headline, axes, image } = resultDocumentSchema.parse(stored);
  return { outcome: { status, passed, score, headline, axes, totalBytes: image?.totalBytes } };
}
