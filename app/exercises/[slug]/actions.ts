'use server';

import type { ReadSolution } from '@/components/exercise/solution/solution-panel.tsx';
import { ensureLearner } from '@/lib/auth/session.ts';
import { solutionFiles } from '@/lib/exercises/solution.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { openSolution } from '@/lib/progress/opened-solution.ts';
import { heldBack } from '@/lib/teaching/held-back.ts';

/**
 * Returns the model solution, unless a class of the learner holds it back. Unless the learner has passed, it
 * is first noted on their record that they opened it.
 */
export const readSolution: ReadSolution = async (slug) => {
  if (typeof slug !== 'string') return { ok: false, message: 'There is no such exercise.' };
  return orMessage(async () => {
    const files = await solutionFiles(slug);
    const learner = await ensureLearner();
    const { solutionUntil } = await heldBack(learner.id, slug);
    if (solutionUntil !== undefined)
      return { ok: false, message: `Your class has not released the solution. It will on ${solutionUntil}.` };
    const { onRecord } = await openSolution(learner.id, slug);
    return { ok: true, files, onRecord };
  });
};
