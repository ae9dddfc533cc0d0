import 'server-only';
import type { QuizKey } from '@dfm/contracts';
import type { CourseProgress, LessonAnswers } from '@dfm/contracts/browser-api';
import { courseLabs } from '../content/labs.ts';
import { quizKeys } from '../content/lesson.ts';
import { markQuiz } from '../content/mark-quiz.ts';
import { db } from '../db/client.ts';
import { doneStepsByLab } from '../labs/done-steps.ts';
import { lessonProgress, type QuizProgress } from './lesson-progress.ts';

/** A learner's progress in the course. */
export async function courseProgress(learnerId: string): Promise<CourseProgress> {
  const { lessons, last } = await answeredLessons(learnerId);
  const [exercises, labs] = await Promise.all([exerciseProgress(learnerId), labProgress(learnerId)]);
  return { lessons, exercises, labs, last };
}

/** Lessons a learner has read. */
export async function readLessons(learnerId: string): Promise<Set<string>> {
  const { lessons } = await answeredLessons(learnerId);
  return new Set(Object.entries(lessons).flatMap(([lesson, { read }]) => (read ? [lesson] : [])));
}

async function answeredLessons(learnerId: string): Promise<Pick<CourseProgress, 'lessons' | 'last'>> {
  const answered = await lessonProgress(learnerId);
  const lessons: CourseProgress['lessons'] = {};
  let last: { lesson: string; at: string } | undefined;
  for (const [lesson, quizzes] of Object.entries(answered)) {
    const counts = countAnswers(await quizKeys(lesson), quizzes);
    if (counts.questions > 0) lessons[lesson] = counts;
    for (const { answeredAt } of Object.values(quizzes))
      if (last === undefined || answeredAt > last.at) last = { lesson, at: answeredAt };
  }
  return { lessons, last: last?.lesson };
}

/**
 * What is answered in a lesson. It is read once every question is answered, at least half of those in the
 * quiz correctly. Quizzes that were removed from the lesson do not count.
 */
function countAnswers(
  keys: ReadonlyMap<string, QuizKey>,
  quizzes: Readonly<Record<string, QuizProgress>>,
): CourseProgress['lessons'][string] {
  const counts = { answered: 0, right: 0, questions: 0, quizRight: 0, quizQuestions: 0 };
  for (const [id, { kind, questions }] of keys) {
    const right = Math.min(quizzes[id]?.right ?? 0, questions.length);
    counts.questions += questions.length;
    counts.answered += Math.min(quizzes[id]?.questions ?? 0, questions.length);
    counts.right += right;
    if (kind === 'prediction') continue;
    counts.quizRight += right;
    counts.quizQuestions += questions.length;
  }
  const { answered, right, questions, quizRight, quizQuestions } = counts;
  return { answered, right, questions, read: answered >= questions && quizRight * 2 >= quizQuestions };
}

/**
 * How many steps of each lab a learner has done, by slug. Labs without one are absent. Steps that a lab no
 * longer has do not count.
 */
export async function labProgress(learnerId: string): Promise<CourseProgress['labs']> {
  const [labs, doneByLab] = await Promise.all([courseLabs(), doneStepsByLab(learnerId)]);
  return Object.fromEntries(
    [...labs].flatMap(([slug, { lab }]) => {
      const done = lab.steps.filter(({ id }) => doneByLab.get(slug)?.has(id)).length;
      return done === 0 ? [] : [[slug, { done, steps: lab.steps.length }] as const];
    }),
  );
}

async function exerciseProgress(learnerId: string): Promise<CourseProgress['exercises']> {
  const best = await db().run.groupBy({
    by: ['exercise', 'passed'],
    where: { learnerId, resultStatus: { not: 'infrastructure' }, kind: { in: ['practice', 'confirmation'] } },
    _max: { score: true },
  });
  const exercises: CourseProgress['exercises'] = {};
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

/** A learner's answers in one lesson, with the correct options and explanations, which they have already seen. */
export async function lessonAnswers(learnerId: string, lesson: string): Promise<LessonAnswers> {
  const keys = await quizKeys(lesson);
  const answered = (await lessonProgress(learnerId))[lesson] ?? {};
  const outcomes: LessonAnswers = {};
  for (const [quiz, { answers }] of Object.entries(answered)) {
    const key = keys.get(quiz);
    if (key) outcomes[quiz] = { answers, outcome: markQuiz(key, answers) };
  }
  return outcomes;
}
