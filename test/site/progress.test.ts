import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET as progressRoute } from '../../app/course/progress/route.ts';
import { GET as answersRoute } from '../../app/lessons/[slug]/answers/route.ts';
import { quizKeys } from '../../lib/content/lesson.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { recordAnswers } from '../../lib/progress/submit-quiz.ts';
import { finish } from '../../lib/runs/report.ts';
import {
  SITE_URL,
  type Site,
  type Visitor,
  claimed,
  newLearner,
  openSite,
  runner,
  submitted,
  verdict,
} from './site.ts';

const lesson = 'how-the-cache-decides';
let site: Site;
let learner: Visitor;
beforeAll(async () => {
  site = await openSite();
  learner = await newLearner();
});
afterAll(() => site.close());

const get = (path: string, cookie?: string) =>
  new Request(`${SITE_URL}${path}`, { headers: cookie ? { cookie } : {} });
const progressOf = async (cookie?: string) =>
  (await progressRoute(get('/course/progress', cookie), undefined)).json();
const answersOf = async (cookie?: string) =>
  (
    await answersRoute(get(`/lessons/${lesson}/answers`, cookie), {
      params: Promise.resolve({ slug: lesson }),
    })
  ).json();

test('a visitor has no progress and gets no answers', async () => {
  expect(await progressOf()).toEqual({ lessons: {}, exercises: {}, labs: {} });
  expect(await answersOf()).toEqual({});
  expect(await answersOf(learner.cookie)).toEqual({});
});

test('answered questions and graded exercises count only for their learner, and the answers are returned again', async () => {
  const [quiz, key] = [...(await quizKeys(lesson))][0]!;
  const option = key.questions[0]!.options[0]!.id;
  await recordAnswers(learner.id, lesson, quiz, key, { [key.questions[0]!.id]: [option] });
  await noteRunner(runner());
  const runId = await submitted(learner, 'cache-order');
  await finish(runId, {
    fence: (await claimed()).fence,
    result: { ...verdict('cache-order'), passed: false, score: 40 },
  });

  const progress = await progressOf(learner.cookie);
  expect(progress).toMatchObject({
    exercises: { 'cache-order': { passed: false, bestScore: 40 } },
    last: lesson,
  });
  expect(progress.lessons[lesson].answered).toBe(key.questions.length);
  expect(progress.lessons[lesson].questions).toBeGreaterThan(key.questions.length);

  const answers = await answersOf(learner.cookie);
  expect(Object.keys(answers)).toEqual([quiz]);
  expect(
    answers[quiz].outcome.questions[0].options.every(
      (shown: { correct: unknown }) => typeof shown.correct === 'boolean',
    ),
  ).toBe(true);

  const other = await newLearner();
  expect(await progressOf(other.cookie)).toEqual({ lessons: {}, exercises: {}, labs: {} });
  expect(await answersOf(other.cookie)).toEqual({});
});

test('a lesson with every question answered counts as read once half of its quiz is right', async () => {
  const reader = await newLearner();
  const keys = [...(await quizKeys(lesson))];
  const stateOf = async () => (await progressOf(reader.cookie)).lessons[lesson];
  for (const [quiz, key] of keys) await recordAnswers(reader.id, lesson, quiz, key, {});
  const all = keys.reduce((sum, [, { questions }]) => sum + questions.length, 0);
  expect(await stateOf()).toEqual({ answered: all, right: 0, questions: all, read: false });

  const [quiz, key] = keys.find(([, { kind }]) => kind === 'quiz')!;
  const half = key.questions.slice(0, Math.ceil(key.questions.length / 2));
  const correct = half.map(({ id, options }) => [
    id,
    options.filter((option) => option.correct).map((option) => option.id),
  ]);
  await recordAnswers(reader.id, lesson, quiz, key, Object.fromEntries(correct));
  expect(await stateOf()).toEqual({ answered: all, right: half.length, questions: all, read: true });
});
