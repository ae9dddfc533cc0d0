import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitExtension, submitOverride } from '../../app/teach/[cohort]/people/[learner]/actions.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { finish } from '../../lib/runs/report.ts';
import { classView } from '../../lib/teaching/my-classes.ts';
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

/** The current request of an action. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/cache', () => ({ refresh: () => {} }));

const work = { kind: 'exercise', slug: 'cache-order' };
let site: Site;
let cohortId: string;
let learner: Visitor;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** An account with a session. */
async function account(name: string, role?: string, isAdmin = false): Promise<Visitor> {
  const visitor = await newLearner();
  await site.query(`UPDATE "user" SET is_anonymous = false, name = $2, is_admin = $3 WHERE id = $1`, [
    visitor.id,
    name,
    isAdmin,
  ]);
  if (role !== undefined)
    await site.query(
      `INSERT INTO staff_member (course_id, user_id, role) SELECT course_id, $1, $2::staff_role FROM cohort WHERE id = $3`,
      [visitor.id, role, cohortId],
    );
  return visitor;
}

beforeEach(async () => {
  await noteRunner(runner());
  const courseId = randomUUID();
  cohortId = randomUUID();
  await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
  await site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code, late_percent_per_day) VALUES ($1, $2, 'Autumn', 'Europe/Berlin', 'x', 10)`,
    [cohortId, courseId],
  );
  await site.query(
    `INSERT INTO assignment (cohort_id, kind, slug, due_at) VALUES ($1, 'exercise', 'cache-order', now() - interval '30 hours'), ($1, 'exercise', 'golf', NULL)`,
    [cohortId],
  );
  learner = await account('Ada');
  await site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [
    cohortId,
    learner.id,
  ]);
  await submitted(learner, 'cache-order');
  const { fence, runId } = await claimed();
  await finish(runId, { fence, result: verdict('cache-order', { score: 50, passed: false }) });
});
afterEach(() => site.clear('hourly_use', 'run', 'submission', 'runner', 'course', 'cohort', 'user'));

function acting({ cookie }: Visitor): void {
  request.headers = new Headers({ origin: SITE_URL, cookie });
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...work, reason: '', ...fields })) data.set(name, value);
  return data;
}

const extend = (fields: Record<string, string>, learnerId = learner.id) =>
  submitExtension(cohortId, learnerId, {}, form(fields));
const override = (fields: Record<string, string>, learnerId = learner.id) =>
  submitOverride(cohortId, learnerId, {}, form(fields));
const ownWork = async () =>
  (await classView(learner.id, cohortId))!.assignments.find(({ slug }) => slug === 'cache-order')!;
const decisions = async () => [
  ...(await site.query('SELECT * FROM extension')),
  ...(await site.query('SELECT * FROM grade_override')),
];

test('an extension makes late work timely, for one learner, and can be taken back', async () => {
  acting(await account('J. Weber', 'instructor'));
  expect(await ownWork(), 'a day and six hours late').toMatchObject({ points: 40, isExtended: false });
  expect(await extend({ until: '2035-01-02T18:00', reason: 'illness' })).toEqual({ done: 'Extended.' });
  expect(await ownWork()).toMatchObject({
    points: 50,
    isExtended: true,
    dueAt: '2035-01-02T17:00:00.000Z',
    deadline: expect.stringMatching(/^Tue 2 Jan 2035, 18:00 .* by J\. Weber \(illness\)\.$/),
  });
  await extend({ until: '2035-01-03T18:00' });
  expect((await ownWork()).dueAt, 'the last one counts').toBe('2035-01-03T17:00:00.000Z');
  await extend({ until: '' });
  expect(await ownWork()).toMatchObject({ points: 40, isExtended: false });
});

test.each([
  ['a time before the deadline', { until: '2020-01-01T18:00' }],
  ['a date that does not exist', { until: '2035-02-30T18:00' }],
  ['work without a deadline', { until: '2035-01-02T18:00', slug: 'golf' }],
])('an extension to %s is rejected', async (_name, fields) => {
  acting(await account('J. Weber', 'instructor'));
  expect(await extend(fields)).toMatchObject({ message: 'Enter a time after the deadline of the class.' });
  expect(await decisions()).toEqual([]);
});

test('an override replaces the points, says who decided and why, and can be taken back', async () => {
  acting(await account('J. Weber', 'instructor'));
  expect(await override({ points: '71,5', reason: 'the network failed' })).toEqual({ done: 'Saved.' });
  expect(await ownWork()).toMatchObject({
    points: 71.5,
    explanation: '71.5 of 100, set by J. Weber: the network failed; the attempts give 40.',
  });
  await override({ points: '' });
  expect(await ownWork()).toMatchObject({ points: 40 });
});

test('a decision stays when its author deletes the account', async () => {
  const weber = await account('J. Weber', 'instructor');
  acting(weber);
  await override({ points: '70', reason: 'oral exam' });
  await site.query('DELETE FROM staff_member WHERE user_id = $1', [weber.id]);
  await site.query('DELETE FROM "user" WHERE id = $1', [weber.id]);
  expect((await ownWork()).explanation).toContain('set by someone who has left: oral exam');
});

test.each([
  ['101', { points: expect.any(String) }],
  ['-1', { points: expect.any(String) }],
  ['0.25', { points: expect.any(String) }],
  ['x', { points: expect.any(String) }],
])('%s are no points', async (points, problems) => {
  acting(await account('J. Weber', 'instructor'));
  expect((await override({ points, reason: 'r' })).problems).toEqual(problems);
  expect(await decisions()).toEqual([]);
});

test('points need a reason', async () => {
  acting(await account('J. Weber', 'instructor'));
  expect((await override({ points: '70' })).problems).toHaveProperty('reason');
});

describe('a decision', () => {
  const later = { until: '2035-01-02T18:00' };
  const points = { points: '70', reason: 'r' };

  test.each<[string, () => Promise<Visitor>, boolean]>([
    ['an instructor', () => account('i', 'instructor'), true],
    ['an admin', () => account('a', undefined, true), true],
    ['an assistant', () => account('s', 'assistant'), false],
    ['an author', () => account('w', 'author'), false],
    ['an account without a role', () => account('n'), false],
    ['the learner', async () => learner, false],
    ['an anonymous learner', newLearner, false],
  ])('by %s: %s', async (_name, who, isAllowed) => {
    acting(await who());
    for (const state of [await extend(later), await override(points)])
      expect(state.done !== undefined).toBe(isAllowed);
    expect(await decisions()).toHaveLength(isAllowed ? 2 : 0);
  });

  test('about someone who is not in the class is rejected', async () => {
    const stranger = await account('Zoe');
    acting(await account('i', 'instructor'));
    for (const id of [stranger.id, 'x', '\0'])
      for (const state of [await extend(later, id), await override(points, id)])
        expect(state.done).toBeUndefined();
    expect(await decisions()).toEqual([]);
  });

  test('about work that is not assigned is rejected', async () => {
    acting(await account('i', 'instructor'));
    for (const state of [
      await extend({ ...later, slug: 'non-root' }),
      await override({ ...points, slug: 'non-root' }),
      await override({ ...points, kind: 'quiz' }),
      await override({ ...points, slug: '../x' }),
    ])
      expect(state.done).toBeUndefined();
    expect(await decisions()).toEqual([]);
  });
});
