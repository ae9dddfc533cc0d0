import 'server-only';
import { Prisma, db } from '../db/client.ts';
import { hasPassed } from '../runs/queries.ts';
import { type NameProblem, parseBoardName } from './board-name.ts';

export type NameChosen = { ok: true } | { ok: false; problem: NameProblem | 'not-passed' };

/**
 * Puts a learner on the board of an exercise under a name, or changes it.
 *
 * @param exercise the slug of one that has a board
 * @param text as it was typed
 * @returns `not-passed` for who has nothing to show there: nobody can keep names from others without passing;
 *   `taken` for a name another learner has on this board
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
    // The one rule there is beside the key, which the upsert meets: a name is given once per board.
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      return { ok: false, problem: 'taken' };
    throw error;
  }
  return { ok: true };
}

/** Takes a learner off the board of an exercise for everybody else. Nothing where no name was chosen. */
export async function withdrawName(learnerId: string, exercise: string): Promise<void> {
  await db().boardName.deleteMany({ where: { learnerId, exercise } });
}
