import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitComment } from '../../app/runs/[id]/actions.ts';
import { accountOf } from '../../lib/auth/session.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { conversationOf, newAnswers, readComments, unansweredIn } from '../../lib/teaching/comments.ts';
import { SITE_URL, type Site, type Visitor, newLearner, openSite, runner, submitted } from './site.ts';

/** The current request of an action. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/cache', () => ({ refresh: () => {} }));

let site: Site;
let cohortId: string;
let ada: Visitor;
let weber: Visitor;
let runId: string;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  await noteRunner(runner());
  cohortId = await newClass();
  ada = await person('Ada');
  weber = await person('J. Weber', 'instructor');
  await join(ada);
  runId = await submitted(ada, 'cache-order');
});
afterEach(() => site.clear('hourly_use', 'run', 'submission', 'runner', 'course', 'cohort', 'user'));

async function newClass(): Promise<string> {
  const [course, cohort] = [randomUUID(), randomUUID()];
  await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [course]);
  await site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1, $2, 'A', 'UTC', $1)`,
    [cohort, course],
  );
  await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', 'cache-order')`, [
    cohort,
  ]);
  return cohort;
}

/** An account with a session. */
async function person(name: string, role?: string, cohort = cohortId): Promise<Visitor> {
  const visitor = await newLearner();
  await site.query(`UPDATE "user" SET is_anonymous = false, name = $2, is_admin = $3 WHERE id = $1`, [
    visitor.id,
    name,
    role === 'admin',
  ]);
  if (role !== undefined && role !== 'admin')
    await site.query(
      `INSERT INTO staff_member (course_id, user_id, role) SELECT course_id, $1, $2::staff_role FROM cohort WHERE id = $3`,
      [visitor.id, role, cohort],
    );
  return visitor;
}

const join = ({ id }: Visitor) =>
  site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [cohortId, id]);

async function write({ cookie }: Visitor, text: string, place = '', id = runId) {
  request.headers = new Headers({ origin: SITE_URL, cookie });
  const form = new FormData();
  form.set('text', text);
  form.set('place', place);
  return submitComment(id, {}, form);
}

async function read({ cookie }: Visitor) {
  const account = await accountOf(new Headers({ cookie }));
  const conversation = account === null ? undefined : await conversationOf(account, runId);
  return conversation && readComments(conversation);
}

const unanswered = async () =>
  unansweredIn(
    await cohortAccess({ id: weber.id, name: '', email: '', isAdmin: false }, cohortId, 'seeWork'),
  );
const answers = () => newAnswers(ada.id, cohortId);
const count = async () => (await site.query('SELECT FROM comment')).length;

test('a learner asks, staff answer on a line, and the learner finds the answer', async () => {
  expect(await unanswered()).toEqual([]);
  expect(await write(ada, ' Why does it reinstall?\nI only changed app.py. ')).toEqual({ done: 'Sent.' });
  expect(await unanswered()).toMatchObject([
    {
      runId,
      exercise: 'Make rebuilds cheap',
      learner: 'Ada',
      text: 'Why does it reinstall?‹U+000A›I only changed app.py.',
    },
  ]);
  expect(await answers(), 'an own comment is no answer').toEqual([]);

  expect(await write(weber, 'This line copies everything.', 'Dockerfile:2')).toEqual({ done: 'Sent.' });
  expect(await unanswered()).toEqual([]);
  expect(await answers()).toMatchObject([{ runId, text: 'This line copies everything.' }]);
  await read(weber);
  expect(await answers(), 'staff reading it is not the learner reading it').toHaveLength(1);
  expect(await read(ada)).toMatchObject([
    {
      author: 'Ada',
      byLearner: true,
      place: undefined,
      text: 'Why does it reinstall?\nI only changed app.py.',
    },
    {
      author: 'J. Weber',
      byLearner: false,
      place: { path: 'Dockerfile', line: 2, text: `LABEL of=${ada.id}` },
    },
  ]);
  expect(await answers()).toEqual([]);
  await write(ada, 'Thanks, and now?');
  expect(await unanswered()).toMatchObject([{ text: 'Thanks, and now?' }]);
});

test('a text is shown as text, and a long one is shortened in lists', async () => {
  await write(ada, `<script>alert(1)</script>\u202e${'x'.repeat(3_900)}`);
  expect((await read(weber))![0]!.text).toMatch(/^<script>alert\(1\)<\/script>‹U\+202E›x/);
  expect((await unanswered())[0]!.text.length).toBeLessThan(250);
});

test.each([
  ['nothing', ' \n', ''],
  ['4,001 characters', 'x'.repeat(4_001), ''],
])('%s is not a comment', async (_name, text, place) => {
  expect((await write(ada, text, place)).problems).toHaveProperty('text');
  expect(await count()).toBe(0);
});

test.each([
  'Dockerfile:0',
  'Dockerfile:99',
  'Dockerfile',
  '7',
  'app.py:1',
  '__proto__:1',
  ':1',
  'Dockerfile:1e1',
])('%s is not a line of the submission', async (place) => {
  expect((await write(ada, 'x', place)).message).toContain('no such line');
  expect(await count()).toBe(0);
});

describe('the conversation', () => {
  test.each<[string, () => Promise<Visitor>, boolean]>([
    ['an assistant', () => person('s', 'assistant'), true],
    ['an admin', () => person('a', 'admin'), true],
    ['an author', () => person('w', 'author'), false],
    ['an account without a role', () => person('n'), false],
    ['an instructor of a different class', async () => person('o', 'instructor', await newClass()), false],
    [
      'another learner of the class',
      async () => {
        const bob = await person('Bob');
        await join(bob);
        return bob;
      },
      false,
    ],
    ['an anonymous learner', newLearner, false],
  ])('is open to %s: %s', async (_name, who, isOpen) => {
    const visitor = await who();
    expect((await write(visitor, 'Hello')).done).toBe(isOpen ? 'Sent.' : undefined);
    expect(await count()).toBe(isOpen ? 1 : 0);
    expect((await read(visitor)) !== undefined).toBe(isOpen);
  });

  test('ends for staff when the learner leaves, and exists only for assigned exercises', async () => {
    await site.query('DELETE FROM cohort_member');
    expect((await write(weber, 'Hello')).message).toContain('no such run');
    expect((await write(ada, 'Hello')).message).toContain('no such run');
    await join(ada);
    await site.query('DELETE FROM assignment');
    expect((await write(weber, 'Hello')).message).toContain('no such run');
  });

  test.each(['x', '\0', '01a1fca7-1082-722a-aa46-3aa38918a288'])('about %j does not exist', async (id) => {
    expect((await write(weber, 'Hello', '', id)).message).toContain('no such run');
  });

  test('stays readable when staff delete their account', async () => {
    await write(weber, 'Hello');
    await site.query('DELETE FROM staff_member');
    await site.query('DELETE FROM "user" WHERE id = $1', [weber.id]);
    expect(await read(ada)).toMatchObject([{ author: 'Someone who has left', text: 'Hello' }]);
  });
});
