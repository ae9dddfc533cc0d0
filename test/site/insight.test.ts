import { randomUUID } from 'node:crypto';
import type { CheckResult } from '@dfm/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { finish } from '../../lib/runs/report.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { classInsight } from '../../lib/teaching/insight.ts';
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
let cohortId: string;
let ada: Visitor;
let bob: Visitor;
const admin = { id: 'admin', name: 'A', email: 'a@school.example', isAdmin: true };

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  await noteRunner(runner());
  const courseId = randomUUID();
  cohortId = randomUUID();
  await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
  await site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1, $2, 'A', 'UTC', 'x')`,
    [cohortId, courseId],
  );
  await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', 'cache-order')`, [
    cohortId,
  ]);
  [ada, bob] = [await member('Ada'), await member('Bob')];
});
afterEach(() => site.clear('run', 'submission', 'runner', 'course', 'cohort', 'user'));

async function member(name: string): Promise<Visitor> {
  const visitor = await newLearner();
  await site.query('UPDATE "user" SET name = $2 WHERE id = $1', [visitor.id, name]);
  await site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [
    cohortId,
    visitor.id,
  ]);
  return visitor;
}

const check = (id: string, change: Partial<CheckResult> = {}): CheckResult => ({
  id,
  axis: 'security',
  status: 'fail',
  severity: 'error',
  points: 0,
  maxPoints: 10,
  required: false,
  message: '',
  why: '',
  evidence: [],
  also: [],
  ...change,
});

/** Submits and judges a run that fails for these checks, or passes if there are none. */
async function run(learner: Visitor, failed: CheckResult[] | 'build-failed', exercise = 'cache-order') {
  await submitted(learner, exercise);
  const { fence, runId } = await claimed();
  const passed = failed.length === 0;
  const change =
    failed === 'build-failed'
      ? { status: failed, passed: false, score: 0 }
      : { passed, score: passed ? 100 : 10, checks: failed };
  await finish(runId, { fence, result: verdict(exercise, change) });
  // The confirmation of a pass.
  await site.query(`DELETE FROM run WHERE kind = 'confirmation'`);
  return runId;
}

async function times(count: number, act: () => Promise<string>): Promise<string> {
  let last = '';
  for (let n = 0; n < count; n++) last = await act();
  return last;
}

const insight = async () => classInsight(await cohortAccess(admin, cohortId, 'seeWork'));

test('a learner is stuck after five submissions that failed for the same reason', async () => {
  await times(4, () => run(ada, [check('root-user')]));
  expect((await insight()).stuck, 'near miss: four').toEqual([]);
  const runId = await run(ada, [check('root-user'), check('size-budget')]);
  expect((await insight()).stuck).toEqual([
    {
      learnerId: ada.id,
      name: 'Ada',
      exercise: 'Make rebuilds cheap',
      reason: { check: 'root-user', title: 'Container runs as root' },
      runs: 5,
      runId,
    },
  ]);
  await run(ada, []);
  expect((await insight()).stuck, 'no longer after a pass').toEqual([]);
});

test('near misses: different reasons, checks that cost nothing, exercises that are not assigned, strangers', async () => {
  for (const id of ['root-user', 'size-budget', 'pip-pin', 'base-pin', 'add-local'])
    await run(ada, [check(id)]);
  await times(5, () =>
    run(bob, [check('root-user', { maxPoints: 0 }), check('pip-pin', { status: 'warn' })]),
  );
  await times(5, () => run(ada, [check('root-user')], 'golf'));
  const stranger = await newLearner();
  await times(5, () => run(stranger, [check('root-user')]));
  const { stuck, exercises, learners } = await insight();
  expect([stuck, learners]).toEqual([[], 2]);
  expect(exercises[0]!.started).toBe(2);
});

test('builds that fail count as a reason', async () => {
  await times(5, () => run(bob, 'build-failed'));
  expect((await insight()).stuck).toMatchObject([{ name: 'Bob', reason: { endedAs: 'build-failed' } }]);
});

test('an exercise shows how many passed with how many submissions, and what it is failed for', async () => {
  await times(2, () => run(ada, [check('root-user')]));
  await run(ada, []);
  await run(bob, [check('root-user'), check('size-budget', { required: true, maxPoints: 0 })]);
  expect((await insight()).exercises).toMatchObject([
    {
      slug: 'cache-order',
      started: 2,
      passed: 1,
      medianAttempts: 3,
      failures: [
        { reason: { check: 'root-user' }, learners: 2 },
        { reason: { check: 'size-budget' }, learners: 1 },
      ],
    },
  ]);
});

test('an exercise that no one has started has no numbers', async () => {
  expect((await insight()).exercises).toMatchObject([
    { started: 0, passed: 0, medianAttempts: null, failures: [] },
  ]);
});
