'use server';

import type { ReadSolution } from '@/components/exercise/solution/solution-panel.tsx';
import type { OpenHint } from '@/components/exercise/task/hints.tsx';
import { currentLearner, ensureLearner } from '@/lib/auth/session.ts';
import { loadExercisePage } from '@/lib/exercises/exercise-page.ts';
import { solutionFiles } from '@/lib/exercises/solution.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { noteOpenedHint } from '@/lib/progress/opened-hints.ts';
import { openSolution } from '@/lib/progress/opened-solution.ts';
import { heldBack } from '@/lib/teaching/held-back.ts';

/**
 * Returns the model solution, unless a class of the learner holds it back. Unless the learner has passed, it
 * is first noted on their record that they opened it.
 */
export const readSolution: ReadSolution = async (slug) => {
  if (typeof slug !== 'string') return { ok: false, message: 'There is no such exercise.' };
  return orMessage(async () => {
    // For an exercise that does not exist, no learner is created.
    await loadExercisePage(slug);
    const learner = await ensureLearner();
    const files = await solutionFiles(learner.id, slug);
    const { solutionUntil } = await heldBack(learner.id, slug);
    if (solutionUntil !== undefined)
      return { ok: false, message: `Your class has not released the solution. It will on ${solutionUntil}.` };
    const { onRecord } = await openSolution(learner.id, slug);
    return { ok: true, files, onRecord };
  });
};

/** Records that the learner opened a hint. Someone who has not run anything yet is not recorded. */
export const openHint: OpenHint = async (slug, text) => {
  const learner = await currentLearner();
  if (learner === null || typeof slug !== 'string') return;
  const page = await loadExercisePage(slug);
  await noteOpenedHint(learner.id, page, text);
};
