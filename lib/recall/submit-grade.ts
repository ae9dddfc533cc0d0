import 'server-only';
import { recallGradeSchema, type CardGraded } from '@dfm/contracts';
import { z } from 'zod';
import { actingLearner } from '../auth/session.ts';
import { gradeReview, notAmongYours } from './reviews.ts';

const gradedSchema = z.object({
  lesson: z.string(),
  card: z.string(),
  reps: z.int().nonnegative(),
  grade: recallGradeSchema,
});

/**
 * Stores the current learner's grade for one of their own cards.
 *
 * @param graded unvalidated input from the browser
 */
export async function submitGrade(graded: unknown): Promise<CardGraded> {
  const parsed = gradedSchema.safeParse(graded);
  if (!parsed.success)
    return {
      ok: false,
      message: 'The site has been updated since the page was loaded. Reload the page and try again.',
    };
  const learner = await actingLearner();
  const { grade, ...card } = parsed.data;
  return learner ? gradeReview(learner.id, card, grade, new Date()) : notAmongYours;
}
