import 'server-only';
import { quizAnswersSchema, type QuizAnswers } from '@dfm/contracts/browser-api';
import { db } from '../db/client.ts';
import { readStored } from '../db/read-stored.ts';

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
  for (const { lesson, quiz, answers: stored, right, questions, answeredAt } of rows) {
    const answers = readStored(quizAnswersSchema, stored, {
      column: 'quiz_answer.answers',
      row: `${learnerId} ${lesson} ${quiz}`,
    });
    if (answers === undefined) continue;
    (progress[lesson] ??= {})[quiz] = {
      answers,
      right,
      questions,
      answeredAt: answeredAt.toISOString(),
    };
  }
  return progress;
}
