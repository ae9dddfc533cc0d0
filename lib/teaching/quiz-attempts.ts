import 'server-only';
import type { Attempt } from '@dfm/gradebook/grade';
import { quizKeys } from '../content/lesson.ts';
import { db } from '../db/client.ts';

/**
 * The quizzes of learners, by learner and lesson, as a grade is computed from them. A lesson's quizzes are
 * one attempt, at the time of the last answer; predictions are not graded.
 *
 * @param lessons slugs
 */
export async function quizAttempts(
  learnerIds: readonly string[],
  lessons: readonly string[],
): Promise<Map<string, Map<string, Attempt[]>>> {
  const byLearner = new Map<string, Map<string, Attempt[]>>();
  if (learnerIds.length === 0 || lessons.length === 0) return byLearner;
  const [quizzes, answers] = await Promise.all([
    gradedQuizzes(lessons),
    db().quizAnswer.findMany({
      where: { learnerId: { in: [...learnerIds] }, lesson: { in: [...lessons] } },
      select: { learnerId: true, lesson: true, quiz: true, right: true, answeredAt: true },
    }),
  ]);
  for (const [learnerId, own] of Map.groupBy(answers, (answer) => answer.learnerId)) {
    const ofLearner = new Map<string, Attempt[]>();
    byLearner.set(learnerId, ofLearner);
    for (const [lesson, answered] of Map.groupBy(own, (answer) => answer.lesson)) {
      const { ids, questions } = quizzes.get(lesson)!;
      // Quizzes that were removed from the lesson do not count.
      const graded = answered.filter(({ quiz }) => ids.has(quiz));
      if (graded.length === 0) continue;
      const right = graded.reduce((sum, answer) => sum + answer.right, 0);
      const score = Math.round((1_000 * Math.min(right, questions)) / questions) / 10;
      ofLearner.set(lesson, [
        {
          id: lesson,
          submittedAt: new Date(Math.max(...graded.map(({ answeredAt }) => answeredAt.getTime()))),
          outcome: { state: 'graded', score, passed: 2 * right >= questions },
        },
      ]);
    }
  }
  return byLearner;
}

/** The quizzes of each lesson, without its predictions, and how many questions they have. */
export async function gradedQuizzes(
  lessons: readonly string[],
): Promise<Map<string, { ids: Set<string>; questions: number }>> {
  const entries = await Promise.all(
    lessons.map(async (lesson) => {
      const quizzes = [...(await quizKeys(lesson))].filter(([, key]) => key.kind === 'quiz');
      const questions = quizzes.reduce((sum, [, key]) => sum + key.questions.length, 0);
      return [lesson, { ids: new Set(quizzes.map(([id]) => id)), questions }] as const;
    }),
  );
  return new Map(entries);
}
