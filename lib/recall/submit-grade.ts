import 'server-only';
import { recallGradeSchema, type CardGraded } from '@dfm/contracts';
import { z } from 'zod';
import { ensureLearner } from '../auth/session.ts';
import { gradeReview } from './reviews.ts';

const gradedSchema = z.object({ lesson: z.string(), card: z.string(), reps: z.int().nonnegative(), grade: recallGradeSchema });

/**
 * Takes the asking learner's grade for one of their own cards.
 * @param graded as it came from the browser, of any shape
 */
export async function submitGrade(graded: unknown): Promise<CardGraded> {
  const parsed = gradedSchema.safeParse(graded);
  if (!parsed.success) return { ok: false, message: 'The page and the server do not understand each other. Reload the page and try again.' };
  const learner = await ensureLearner();
  const { grade, ...card } = parsed.data;
  return gradeReview(learner.id, card, grade, new Date());
}
