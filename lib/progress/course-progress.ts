import 'server-only';
import type { QuizAnswers, QuizOutcome } from '@dfm/contracts';
import { quizKeys } from '../content/lesson.ts';
import { markQuiz } from '../content/mark-quiz.ts';
import { db } from '../db/client.ts';
import { lessonProgress } from './lesson-progress.ts';

/** What a learner has done in the whole course. Plain data. */
export interface LearnerProgress {
  /** By lesson: how many of its questions are answered, of how many. Lessons without an answer are absent. */
  lessons: Record<string, { answered: number; questions: number }>;
  /** By exercise that was graded at least once. Scores 0–100. */
  exercises: Record<string, { passed: boolean; bestScore: number }>;
  /** The lesson last answered in. */
  last: string | undefined;
}

export async function courseProgress(learnerId: string): Promise<LearnerProgress> {
  const { lessons, last } = await answeredLessons(learnerId);
  return { lessons, exercises: await exerciseProgress(learnerId), last };
}

/** Lessons a learner has read: every question in them is answered. */
export async function readLessons(learnerId: string): Promise<Set<string>> {
  const { lessons } = await answeredLessons(learnerId);
  return new Set(
    Object.entries(lessons).flatMap(([lesson, { answered, questions }]) =>
      answered >= questions ? [lesson] : [],
    ),
  );
}

async function answeredLessons(learnerId: string): Promise<Pick<LearnerProgress, 'lessons' | 'last'>> {
  const answered = await lessonProgress(learnerId);
  const lessons: LearnerProgress['lessons'] = {};
  let last: { lesson: string; at: string } | undefined;
  for (const [lesson, quizzes] of Object.entries(answered)) {
    const keys = await quizKeys(lesson);
    const questions = [...keys.values()].reduce((sum, key) => sum + key.questions.length, 0);
    // A quiz that the lesson no longer has counts no more.
    const count = Object.entries(quizzes).reduce(
      (sum, [quiz, progress]) => sum + (keys.has(quiz) ? progress.questions : 0),
      0,
    );
    if (questions > 0) lessons[lesson] = { answered: Math.min(count, questions), questions };
    for (const { answeredAt } of Object.values(quizzes))
      if (last === undefined || answeredAt > last.at) last = { lesson, at: answeredAt };
  }
  return { lessons, last: last?.lesson };
}

async function exerciseProgress(learnerId: string): Promise<LearnerProgress['exercises']> {
  const best = await db().run.groupBy({
    by: ['exercise', 'passed'],
    where: { learnerId, resultStatus: { not: 'infrastructure' } },
    _max: { score: true },
  });
  const exercises: LearnerProgress['exercises'] = {};
  for (const { exercise, passed, _max } of best) {
    if (_max.score === null) continue;
    const known = exercises[exercise];
    exercises[exercise] = {
      passed: passed === true || known?.passed === true,
      bestScore: Math.max(_max.score, known?.bestScore ?? 0),
    };
  }
  return exercises;
}

/**
 * What a learner answered in one lesson, with what is right and why: told again, for they have committed to
 * it.
 */
export async function lessonAnswers(
  learnerId: string,
  lesson: string,
): Promise<Record<string, { answers: QuizAnswers; outcome: QuizOutcome }>> {
  const keys = await quizKeys(lesson);
  const answered = (await lessonProgress(learnerId))[lesson] ?? {};
  const told: Record<string, { answers: QuizAnswers; outcome: QuizOutcome }> = {};
  for (const [quiz, { answers }] of Object.entries(answered)) {
    const key = keys.get(quiz);
    if (key) told[quiz] = { answers, outcome: markQuiz(key, answers) };
  }
  return told;
}
