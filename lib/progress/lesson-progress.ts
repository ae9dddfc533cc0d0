import 'server-only';
import type { QuizAnswers } from '@dfm/contracts';
import { db } from '../db/client.ts';

export interface QuizProgress {
  /** The most recent answers. */
  answers: QuizAnswers;
  right: number;
  questions: number;
  /** ISO 8601. */
  answeredAt: string;
}

/** A learner's answers by lesson and quiz. Lessons without an answer are absent. */
export async function lessonProgress(
  learnerId: string,
): Promise<Record<string, Record<string, QuizProgress>>> {
  const rows = await db().quizAnswer.findMany({ where: { learnerId }, orderBy: { answeredAt: 'asc' } });
  const progress: Record<string, Record<string, QuizProgress>> = {};
  for (const { lesson, quiz, answers, right, questions, answeredAt } of rows) {
    (progress[lesson] ??= {})[quiz] = {
      answers: answers as QuizAnswers,
      right,
      questions,
      answeredAt: answeredAt.toISOString(),
    };
  }
  return progress;
}
