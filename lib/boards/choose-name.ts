import 'server-only';
import { db } from '../db/client.ts';
import { isTaken } from '../db/is-taken.ts';
import { hasPassed } from '../runs/queries.ts';
import { type NameProblem, parseBoardName } from './board-name.ts';

export type NameChosen = { ok: true } | { ok: false; problem: NameProblem | 'not-passed' };

/**
 * Puts a learner on the board of an exercise under a name, or changes the name.
 *
 * @param exercise slug of an exercise with a board
 * @param text as typed
 * @returns `not-passed` if the learner has not passed the exercise, so that no one can reserve names without
 *   passing; `taken` if another learner has the name on this board
 */
export async function chooseName(learnerId: string, exercise: string, text: string): Promise<NameChosen> {
  const parsed = parseBoardName(text);
  if (!parsed.ok) return parsed;
  if (!(await hasPassed(learnerId, exercise))) return { ok: false, problem: 'not-passed' };
  const { name, folded } = parsed;
  try {
    await db().boardName.upsert({
      where: { learnerId_exercise: { learnerId, exercise } },
      create: { learnerId, exercise, name, folded },
      update: { name, folded, chosenAt: new Date() },
    });
  } catch (error) {
    // The only unique constraint apart from the key, which the upsert handles: a name is unique per board.
    if (isTaken(error)) return { ok: false, problem: 'taken' };
    throw error;
  }
  return { ok: true };
}

/** Removes a learner from the board of an exercise for everyone else. Does nothing if no name was chosen. */
export async function withdrawName(learnerId: string, exercise: string): Promise<void> {
  await db().boardName.deleteMany({ where: { learnerId, exercise } });
}
