import 'server-only';
import type { Confirmation } from '@dfm/contracts/browser-api';
import { Prisma, type RunKind, db } from '../db/client.ts';
import { BOARD_STEP_BYTES } from '../exercises/ranking.ts';
import { type RunRow, state, transition } from './transition.ts';

export type Executor = Pick<ReturnType<typeof db>, '$queryRaw' | 'run'>;

type Confirmable = Pick<
  RunRow,
  'submissionId' | 'learnerId' | 'exercise' | 'content' | 'needs' | 'simulates' | 'bases' | 'network'
>;

/**
 * Queues the confirmation of a practice run that passed, unless this learner and exercise already have a
 * confirmation, passed or in progress, that is at least as good: as many points and, if a board ranks by it,
 * as small an image.
 *
 * @param rankedBytes size of the run's image; undefined if no board ranks it
 */
export async function confirmLater(
  run: Confirmable,
  { score, rankedBytes }: { score: number; rankedBytes: number | undefined },
  tx: Executor,
): Promise<void> {
  const asGood = {
    score: { gte: score },
    ...(rankedBytes !== undefined && { imageBytes: { lt: rankedBytes + BOARD_STEP_BYTES } }),
  };
  const better = await tx.run.count({
    where: {
      learnerId: run.learnerId,
      exercise: run.exercise,
      content: run.content,
      kind: 'confirmation',
      OR: [
        { state: 'done', passed: true, ...asGood },
        {
          state: { in: ['queued', 'running'] },
          submission: { runs: { some: { kind: 'practice', ...asGood } } },
        },
      ],
    },
    take: 1,
  });
  if (better > 0) return;
  const { id } = await tx.run.create({
    data: {
      submissionId: run.submissionId,
      learnerId: run.learnerId,
      exercise: run.exercise,
      content: run.content,
      kind: 'confirmation',
      needs: run.needs,
      simulates: run.simulates,
      bases: run.bases,
      network: run.network,
    },
    select: { id: true },
  });
  await transition(
    {
      set: Prisma.sql`state = ${state('queued')}`,
      where: Prisma.sql`id = ${id}`,
      events: [{ type: 'phase', phase: 'queued', state: 'started' }],
    },
    tx,
  );
}

/**
 * After a confirmation has ended: queues that of the best pass that had none because this one was expected to
 * be at least as good. Does nothing if it was.
 *
 * @param isRanked whether a board ranks the exercise by the size of the image
 */
export async function confirmOmitted(
  { learnerId, exercise }: Pick<RunRow, 'learnerId' | 'exercise'>,
  isRanked: boolean,
  tx: Executor,
): Promise<void> {
  const omitted = await tx.run.findFirst({
    where: {
      learnerId,
      exercise,
      kind: 'practice',
      passed: true,
      submission: { runs: { none: { kind: 'confirmation' } } },
    },
    orderBy: [{ score: 'desc' }, { imageBytes: { sort: 'asc', nulls: 'last' } }, { queuedAt: 'desc' }],
  });
  if (!omitted) return;
  const { score, imageBytes } = omitted;
  const rankedBytes = isRanked && imageBytes !== null ? Number(imageBytes) : undefined;
  await confirmLater(omitted, { score: score ?? 0, rankedBytes }, tx);
}

interface ConfirmingRun {
  id: string;
  kind: RunKind;
  state: string;
  resultStatus: string | null;
  passed: boolean | null;
  score: number | null;
}

/** Columns of a submission's runs that `confirmationOf` reads. */
export const confirming = {
  where: { kind: 'confirmation' },
  select: { id: true, kind: true, state: true, resultStatus: true, passed: true, score: true },
} as const;

/** @returns undefined if there is nothing to confirm */
export function confirmationOf(runs: readonly ConfirmingRun[]): Confirmation | undefined {
  const run = runs.find(({ kind }) => kind === 'confirmation');
  if (run === undefined || run.state === 'cancelled') return undefined;
  if (run.state !== 'done') return { state: 'waiting' };
  const { id: runId, score } = run;
  if (run.resultStatus === 'infrastructure' || score === null) return { state: 'failed', runId };
  return run.passed === true ? { state: 'confirmed', runId, score } : { state: 'differs', runId, score };
}

/**
 * A learner's highest confirmed score for an exercise, which is the one that counts. Undefined if there is
 * none.
 */
export async function confirmedScore(learnerId: string, exercise: string): Promise<number | undefined> {
  const { _max } = await db().run.aggregate({
    where: { learnerId, exercise, kind: 'confirmation', passed: true },
    _max: { score: true },
  });
  return _max.score ?? undefined;
}
