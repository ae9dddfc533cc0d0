import 'server-only';
import { gradedCardSchema, type GradeReply } from '@dfm/contracts/browser-api';
import { actingLearner } from '../auth/session.ts';
import { gradeReview, notAmongYours } from './reviews.ts';

/**
 * Stores the current learner's grade for one of their own cards.
 *
 * @param graded unvalidated input from the browser
 */
export async function submitGrade(graded: unknown): Promise<GradeReply> {
  const parsed = gradedCardSchema.safeParse(graded);
  if (!parsed.success)
    return {
      ok: false,
      message: 'The site has been updated since the page was loaded. Reload the page and try again.',
    };
  const learner = await actingLearner();
  const { grade, ...card } = parsed.data;
  return learner ? gradeReview(learner.id, card, grade, new Date()) : notAmongYours;
}
