import { afterAll, beforeAll, expect, test } from 'vitest';
import { courseLabs } from '../../lib/content/labs.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { abilitiesOf } from '../../lib/progress/abilities.ts';
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
  await noteRunner(runner());
});
afterAll(() => site.close());

async function graded(score: number, passed = score >= 80): Promise<void> {
  await submitted(learner, 'cache-order');
  await confirmed(score, passed);
}

/** Ends the next run in the queue: the submission, or its confirmation. */
async function confirmed(score: number, passed = score >= 80): Promise<void> {
  const { runId, fence } = await claimed();
  await finish(runId, { fence, result: { ...verdict('cache-order'), score, passed } });
}

const shown = async () =>
  (await abilitiesOf(learner.id)).flatMap(({ abilities }) =>
    abilities.map(({ exercise, score, isConfirmed }) => ({ exercise, score, isConfirmed })),
  );

test('a failed run shows nothing, a pass is shown, and its confirmation counts before a better pass', async () => {
  learner = await newLearner();
  await graded(60);
  expect(await shown()).toEqual([]);
  await graded(85);
  expect(await shown()).toEqual([{ exercise: 'cache-order', score: 85, isConfirmed: false }]);
  await confirmed(84);
  expect(await shown()).toEqual([{ exercise: 'cache-order', score: 84, isConfirmed: true }]);
  await graded(95);
  expect(await shown()).toEqual([{ exercise: 'cache-order', score: 84, isConfirmed: true }]);
  await confirmed(95);
  expect(await shown()).toEqual([{ exercise: 'cache-order', score: 95, isConfirmed: true }]);
});

test('a confirmation that does not pass confirms nothing', async () => {
  learner = await newLearner();
  await graded(90);
  await confirmed(40);
  expect(await shown()).toEqual([{ exercise: 'cache-order', score: 90, isConfirmed: false }]);
});

test('a lab is shown with its last step, and nobody sees the work of others', async () => {
  learner = await newLearner();
  const other = await newLearner();
  const [slug, { lab }] = [...(await courseLabs())][0]!;
  const labsOf = async ({ id }: Visitor) => (await abilitiesOf(id)).flatMap(({ labs }) => labs);
  const done = (step: string) =>
    site.query('INSERT INTO lab_step (learner_id, lab, step) VALUES ($1, $2, $3)', [learner.id, slug, step]);
  for (const { id } of lab.steps.slice(1)) await done(id);
  expect(await labsOf(learner)).toEqual([]);
  await done(lab.steps[0]!.id);
  expect(await labsOf(learner)).toEqual([
    { slug, title: lab.title, summary: lab.summary, steps: lab.steps.length },
  ]);
  expect(await labsOf(other)).toEqual([]);
});
