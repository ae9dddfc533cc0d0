import 'server-only';
import { db } from '../db/client.ts';
import { hasPassed } from '../runs/queries.ts';

/**
 * Records that a learner opens a model solution before passing. After passing, nothing is recorded.
 *
 * @returns whether it is on record that the learner opened it before passing
 */
export async function openSolution(learnerId: string, exercise: string): Promise<{ onRecord: boolean }> {
  const key = { learnerId_exercise: { learnerId, exercise } };
  if (await hasPassed(learnerId, exercise))
    return { onRecord: (await db().openedSolution.count({ where: { learnerId, exercise } })) > 0 };
  await db().openedSolution.upsert({ where: key, create: { learnerId, exercise }, update: {} });
  return { onRecord: true };
}
