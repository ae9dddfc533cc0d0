import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { quizKeys } from '../../lib/content/lesson.ts';
import { recordAnswers } from '../../lib/progress/submit-quiz.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { quizInsight } from '../../lib/teaching/quiz-insight.ts';
import { join, newAccount, newCohort } from './school.ts';
import { type Site, openSite } from './site.ts';

const lesson = 'how-the-cache-decides';
const admin = { id: 'admin', name: 'A', email: 'a@school.example', isAdmin: true };
let site: Site;
let cohortId: string;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  cohortId = await newCohort(site, {});
  await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'quiz', $2)`, [
    cohortId,
    lesson,
  ]);
});
afterEach(() => site.clear('quiz_answer', 'quiz_attempt', 'course', 'cohort', 'user'));

const insight = async () => quizInsight(await cohortAccess(admin, cohortId, 'seeWork'));
const quizzesOf = async (slug: string) =>
  [...(await quizKeys(slug))].filter(([, key]) => key.kind === 'quiz');

async function member(name: string): Promise<string> {
  const { id } = await newAccount(site, name);
  await join(site, cohortId, id);
  return id;
}

/** Answers all questions of a lesson right, apart from the one at this place, whose wrong options are chosen. */
async function answer(learnerId: string, wrongAt = -1, slug = lesson): Promise<void> {
  let place = 0;
  for (const [quiz, key] of await quizzesOf(slug)) {
    const chosen = key.questions.map(({ id, options }) => {
      const isRight = place++ !== wrongAt;
      return [id, options.filter(({ correct }) => correct === isRight).map((option) => option.id)];
    });
    await recordAnswers(learnerId, slug, quiz, key, Object.fromEntries(chosen));
  }
}

test('a quiz has its questions in the order of the lesson, without the predictions', async () => {
  const [{ slug, title, questions }] = (await insight()) as [Awaited<ReturnType<typeof insight>>[number]];
  expect([slug, title]).toEqual([lesson, 'How the cache decides']);
  const texts = (await quizzesOf(lesson)).flatMap(([, key]) => key.texts);
  expect(questions.map(({ prompt }) => prompt)).toEqual(texts.map(({ prompt }) => prompt));
  expect(questions.map(({ options }) => options.map(({ label }) => label))).toEqual(
    texts.map(({ options }) => options),
  );
  expect(questions.every(({ answered, right }) => answered === 0 && right === 0)).toBe(true);
});

test('the newest answers of members are counted by option', async () => {
  const [ada, ben] = [await member('Ada'), await member('Ben')];
  await answer(ada, 0);
  await answer(ada);
  await answer(ben, 0);
  const [first, second] = (await insight())[0]!.questions as [never, never];
  expect(first).toMatchObject({ answered: 2, right: 1 });
  expect(second).toMatchObject({ answered: 2, right: 2 });
  const { options } = first as { options: { correct: boolean; learners: number }[] };
  expect(options.every(({ learners }) => learners === 1)).toBe(true);
});

test('near misses: answers of someone who is not in the class, and to a lesson that is not assigned', async () => {
  await answer((await newAccount(site, 'Eve')).id);
  await answer(await member('Ada'), -1, 'image-vs-container');
  const quizzes = await insight();
  expect(quizzes).toHaveLength(1);
  expect(quizzes[0]!.questions.every(({ answered }) => answered === 0)).toBe(true);
});

test('a question tells how many of those missed it who answer four of five right', async () => {
  await site.query(
    `INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'quiz', 'image-vs-container')`,
    [cohortId],
  );
  const strong = await member('Ada');
  await answer(strong, 0);
  await answer(strong, -1, 'image-vs-container');
  const weak = await member('Ben');
  for (const place of [0, 1]) await answer(weak, place);
  await site.query(`UPDATE quiz_answer SET answers = '{}' WHERE learner_id = $1`, [weak]);
  const quizzes = await insight();
  expect(quizzes.find(({ slug }) => slug === lesson)!.questions.map((question) => question.strong)).toEqual(
    quizzes
      .find(({ slug }) => slug === lesson)!
      .questions.map((_, index) => ({ answered: 1, missed: index === 0 ? 1 : 0 })),
  );
});
