import 'server-only';
import type { Attempt } from '@dfm/gradebook/grade';
import { quizKeys } from '../content/lesson.ts';
import { db } from '../db/client.ts';

/**
 * The quizzes of learners, by learner and lesson, as a grade is computed from them. Each time that a learner
 * answers a quiz is an attempt: the lesson at that time, with the newest answers to its other quizzes.
 * Predictions are not graded.
 *
 * @param lessons slugs
 */
export async function quizAttempts(
  learnerIds: readonly string[],
  lessons: readonly string[],
): Promise<Map<string, Map<string, Attempt[]>>> {
  if (learnerIds.length === 0 || lessons.length === 0) return new Map();
  const [quizzes, answered] = await Promise.all([
    gradedQuizzes(lessons),
    db().quizAttempt.findMany({
      where: { learnerId: { in: [...learnerIds] }, lesson: { in: [...lessons] } },
      orderBy: [{ answeredAt: 'asc' }, { id: 'asc' }],
    }),
  ]);
  const attemptsOf = (own: Answered[]) =>
    new Map(
      [...Map.groupBy(own, ({ lesson }) => lesson)].map(([lesson, ofLesson]) => [
        lesson,
        lessonAttempts(ofLesson, quizzes.get(lesson)!),
      ]),
    );
  return new Map(
    [...Map.groupBy(answered, ({ learnerId }) => learnerId)].map(([id, own]) => [id, attemptsOf(own)]),
  );
}

interface Answered {
  id: string;
  lesson: string;
  quiz: string;
  right: number;
  answeredAt: Date;
}

interface GradedQuizzes {
  ids: ReadonlySet<string>;
  questions: number;
}

/** @param answered in the order in which it was answered */
function lessonAttempts(answered: readonly Answered[], { ids, questions }: GradedQuizzes): Attempt[] {
  const newest = new Map<string, number>();
  // Quizzes that were removed from the lesson do not count.
  return answered
    .filter(({ quiz }) => ids.has(quiz))
    .map(({ id, quiz, right, answeredAt }) => {
      newest.set(quiz, right);
      const sum = Math.min(
        questions,
        [...newest.values()].reduce((all, each) => all + each, 0),
      );
      const score = Math.round((1_000 * sum) / questions) / 10;
      return {
        id,
        submittedAt: answeredAt,
        outcome: { state: 'graded', score, passed: 2 * sum >= questions },
      };
    });
}

/** The quizzes of each lesson, without its predictions, and how many questions they have. */
export async function gradedQuizzes(lessons: readonly string[]): Promise<Map<string, GradedQuizzes>> {
  const entries = await Promise.all(
    lessons.map(async (lesson) => {
      const quizzes = [...(await quizKeys(lesson))].filter(([, key]) => key.kind === 'quiz');
      const questions = quizzes.reduce((sum, [, key]) => sum + key.questions.length, 0);
      return [lesson, { ids: new Set(quizzes.map(([id]) => id)), questions }] as const;
    }),
  );
  return new Map(entries);
}
