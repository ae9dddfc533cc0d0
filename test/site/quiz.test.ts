import type { QuizKey } from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { lessonProgress } from '../../lib/progress/lesson-progress.ts';
import { openSolution } from '../../lib/progress/opened-solution.ts';
import { recordAnswers } from '../../lib/progress/submit-quiz.ts';
import { finish } from '../../lib/runs/report.ts';
import {
  type Site,
  type Visitor,
  claimed,
  newLearner,
  openSite,
  runner,
  submitted,
  verdict,
} from './site.ts';

let site: Site;
let learner: Visitor;
beforeAll(async () => {
  site = await openSite();
  learner = await newLearner();
});
afterAll(() => site.close());

const key: QuizKey = {
  kind: 'quiz',
  questions: [
    {
      id: '1',
      options: [
        { id: 'a', correct: true, why: 'yes' },
        { id: 'b', correct: false, why: 'no' },
      ],
    },
    {
      id: '2',
      options: [
        { id: 'a', correct: true, why: 'yes' },
        { id: 'b', correct: true, why: 'yes too' },
      ],
    },
  ],
  texts: [
    { prompt: 'Which?', options: ['one', 'the other'] },
    { prompt: 'And which?', options: ['one', 'the other'] },
  ],
};

test('answers are stored, then explained; newer answers replace them', async () => {
  const first = await recordAnswers(learner.id, 'lesson', 'quiz', key, {
    1: ['b'],
    2: ['a', 'b'],
    3: ['made up'],
    __proto__: ['a'],
  });
  expect(first.questions.map(({ right, options }) => [right, options[0]?.why])).toEqual([
    [false, 'yes'],
    [true, 'yes'],
  ]);
  expect(await lessonProgress(learner.id)).toMatchObject({
    lesson: { quiz: { answers: { 1: ['b'], 2: ['a', 'b'] }, right: 1, questions: 2 } },
  });

  await recordAnswers(learner.id, 'lesson', 'quiz', key, { 1: ['a', 'z'] });
  expect(await lessonProgress(learner.id)).toMatchObject({
    lesson: { quiz: { answers: { 1: ['a'], 2: [] }, right: 1 } },
  });
});

test('nothing is explained if the answers cannot be stored', async () => {
  await expect(recordAnswers('nobody', 'lesson', 'quiz', key, { 1: ['a'] })).rejects.toThrow(
    'quiz_answer_learner_id_fkey',
  );
});

test('a learner does not see answers of others', async () => {
  expect(await lessonProgress((await newLearner()).id)).toEqual({});
});

test('opening a solution before passing is recorded, opening it after passing is not', async () => {
  expect(await openSolution(learner.id, 'cache-order')).toEqual({ onRecord: true });
  await noteRunner(runner());
  for (const exercise of ['cache-order', 'non-root']) {
    const runId = await submitted(learner, exercise);
    await finish(runId, { fence: (await claimed()).fence, result: verdict(exercise) });
  }
  expect(await openSolution(learner.id, 'cache-order')).toEqual({ onRecord: true });
  expect(await openSolution(learner.id, 'non-root')).toEqual({ onRecord: false });
});
