import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GET as csvRoute } from '../../app/teach/[cohort]/grades.csv/route.ts';
import type { Account } from '../../lib/auth/session.ts';
import { quizKeys } from '../../lib/content/lesson.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { cancel } from '../../lib/runs/cancel.ts';
import { finish } from '../../lib/runs/report.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { gradebookOf } from '../../lib/teaching/gradebook.ts';
import { runForStaff } from '../../lib/teaching/staff-run.ts';
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
let teacher: Account;
let cohortId: string;
let learner: Visitor;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

beforeEach(async () => {
  await noteRunner(runner());
  [teacher, learner] = [await person('Teacher'), await newLearner()];
  cohortId = await newClass(teacher, 'instructor');
  await join(learner.id, cohortId);
});
afterEach(() => site.clear('run', 'submission', 'quiz_answer', 'runner', 'course', 'cohort', 'user'));

/** Creates an account without signing in. */
async function person(name: string, isAdmin = false): Promise<Account> {
  const account = { id: randomUUID(), name, email: `${name.toLowerCase()}@school.example`, isAdmin };
  await site.query(
    `INSERT INTO "user" (id, name, email, is_admin, updated_at) VALUES ($1, $2, $3, $4, now())`,
    [account.id, account.name, account.email, isAdmin],
  );
  return account;
}

/** Creates a course with one class, to which three things are assigned. */
async function newClass({ id: userId }: Account, role: string): Promise<string> {
  const [course, cohort] = [randomUUID(), randomUUID()];
  await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [course]);
  await site.query(`INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, $3::staff_role)`, [
    course,
    userId,
    role,
  ]);
  await site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code, late_percent_per_day) VALUES ($1, $2, 'Autumn', 'Europe/Berlin', $3, 10)`,
    [cohort, course, cohort],
  );
  await site.query(
    `INSERT INTO assignment (cohort_id, kind, slug, due_at, weight) VALUES
      ($1, 'quiz', '${lesson}', NULL, 1), ($1, 'exercise', 'cache-order', NULL, 2), ($1, 'exercise', 'golf', now() - interval '1 day', 1)`,
    [cohort],
  );
  return cohort;
}

const join = (learnerId: string, cohort: string) =>
  site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [cohort, learnerId]);
const book = async () => gradebookOf(await cohortAccess(teacher, cohortId, 'seeWork'));
const cellOf = async (column: number) => (await book()).rows[0]!.cells[column]!;

/** Runs the next claim, which must be of the exercise, to its end. */
async function judge(exercise: string, change: Parameters<typeof verdict>[1]): Promise<string> {
  const { fence, runId } = await claimed();
  await finish(runId, { fence, result: verdict(exercise, change) });
  return runId;
}

describe('a gradebook', () => {
  test('has the members by name, and the assignments in the order of the course', async () => {
    const ada = await person('Ada');
    await join(ada.id, cohortId);
    const { columns, rows } = await book();
    expect(columns.map(({ kind, slug, weight }) => [kind, slug, weight])).toEqual([
      ['quiz', lesson, 1],
      ['exercise', 'cache-order', 2],
      ['exercise', 'golf', 1],
    ]);
    expect(columns.map(({ due }) => due === undefined)).toEqual([true, true, false]);
    expect(
      rows.map(({ name, total }) => [name, total]),
      'golf is over and counts as 0',
    ).toEqual([
      ['Ada', 0],
      ['Anonymous', 0],
    ]);
  });

  test('counts a pass with the result of its confirmation', async () => {
    const runId = await submitted(learner, 'cache-order');
    expect(await cellOf(1), 'queued').toMatchObject({ points: null, isPending: true });
    await judge('cache-order', { score: 96 });
    expect(await cellOf(1), 'being confirmed').toMatchObject({ points: null, isPending: true });
    await judge('cache-order', { score: 94 });
    expect(await cellOf(1)).toEqual({
      points: 94,
      runId,
      daysLate: 0,
      passed: true,
      isPending: false,
      isOverridden: false,
    });
    expect((await book()).rows[0]!.total, '(94 · 2 + 0) / 3').toBe(62.7);
  });

  test('counts no pass that nothing confirms, also of a second submission that waited for the same confirmation', async () => {
    await submitted(learner, 'cache-order');
    await judge('cache-order', { score: 96 });
    const confirmation = await claimed();
    await submitted(learner, 'cache-order');
    await judge('cache-order', { score: 96 });
    expect(await cellOf(1)).toMatchObject({ points: null, isPending: true });
    await finish(confirmation.runId, {
      fence: confirmation.fence,
      result: verdict('cache-order', { score: 30, passed: false }),
    });
    expect(await cellOf(1), 'now the second one is confirmed').toMatchObject({ points: 30, isPending: true });
    await judge('cache-order', { score: 95 });
    expect(await cellOf(1)).toMatchObject({ points: 95, passed: true, isPending: false });
  });

  test('waits with the total for what was submitted before the deadline and has no result', async () => {
    await site.query(`UPDATE assignment SET due_at = now() + interval '1 hour' WHERE slug = 'cache-order'`);
    await submitted(learner, 'cache-order');
    await site.query(`UPDATE submission SET created_at = now() - interval '3 hours'`);
    await site.query(`UPDATE assignment SET due_at = now() - interval '1 hour' WHERE slug = 'cache-order'`);
    await site.query(`DELETE FROM assignment WHERE slug = 'golf'`);
    expect((await book()).rows[0]!.total).toBeNull();
  });

  test('counts a pass that the confirmation did not repeat as it was confirmed', async () => {
    await submitted(learner, 'cache-order');
    await judge('cache-order', { score: 96 });
    await judge('cache-order', { score: 60, passed: false });
    expect(await cellOf(1)).toMatchObject({ points: 60, passed: false });
  });

  test.each([
    ['a build failure as 0 points', { status: 'build-failed', score: 0, passed: false } as const, 0],
    ['points without a pass', { score: 40, passed: false } as const, 40],
    ['no platform fault', { status: 'infrastructure', score: 0, passed: false } as const, null],
  ])('counts %s', async (_name, change, points) => {
    await submitted(learner, 'cache-order');
    await judge('cache-order', change);
    expect(await cellOf(1)).toMatchObject({ points, isPending: false });
  });

  test('counts no cancelled run', async () => {
    await cancel(learner.id, await submitted(learner, 'cache-order'));
    expect(await cellOf(1)).toMatchObject({ points: null, isPending: false });
  });

  test('takes points off for a late submission', async () => {
    await submitted(learner, 'golf');
    await judge('golf', { score: 50, passed: false });
    expect(await cellOf(2), 'a little more than a day').toMatchObject({ points: 40, daysLate: 2 });
  });

  test('grades a lesson’s quizzes, and not its predictions', async () => {
    const keys = [...(await quizKeys(lesson))];
    const quizzes = keys.filter(([, { kind }]) => kind === 'quiz');
    const questions = quizzes.reduce((sum, [, key]) => sum + key.questions.length, 0);
    const answer = (quiz: string, right: number, at = new Date()) =>
      site.query(
        `INSERT INTO quiz_attempt (id, learner_id, lesson, quiz, "right", answered_at) VALUES (gen_random_uuid(), $1, $2, $3, $4, $5)`,
        [learner.id, lesson, quiz, right, at],
      );
    expect(keys.length, 'the lesson has predictions').toBeGreaterThan(quizzes.length);
    for (const [id, { kind }] of keys) if (kind === 'prediction') await answer(id, 1);
    expect(await cellOf(0)).toMatchObject({ points: null });
    await answer(quizzes[0]![0], 1);
    const one = Math.round(1_000 / questions) / 10;
    expect(await cellOf(0)).toMatchObject({ points: one, runId: undefined });

    await site.query(`UPDATE assignment SET due_at = now() + interval '1 hour' WHERE slug = $1`, [lesson]);
    await answer(quizzes[0]![0], questions, new Date(Date.now() + 40 * 60 * 60_000));
    expect(await cellOf(0), 'better although two days late').toMatchObject({ points: 80, daysLate: 2 });
    await answer(quizzes[0]![0], 0, new Date(Date.now() + 41 * 60 * 60_000));
    expect(await cellOf(0), 'repeated with a worse result').toMatchObject({ points: 80 });
    await site.query(`UPDATE cohort SET counts = 'last'`);
    expect(await cellOf(0)).toMatchObject({ points: 0 });
  });

  test('shows no one else’s class', async () => {
    const other = await newClass(await person('Other'), 'instructor');
    await join((await person('Zoe')).id, other);
    expect((await book()).rows.map(({ name }) => name)).toEqual(['Anonymous']);
    await expect(cohortAccess(teacher, other, 'seeWork')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('grades.csv', () => {
  const get = (cookie?: string, cohort = cohortId) =>
    csvRoute(new Request(`${SITE_URL}/x`, { headers: cookie === undefined ? {} : { cookie } }), {
      params: Promise.resolve({ cohort }),
    });

  /** Turns an anonymous learner into an account, which keeps its session. */
  async function signedIn(role?: string, isAdmin = false): Promise<string> {
    const { id, cookie } = await newLearner();
    await site.query(`UPDATE "user" SET is_anonymous = false, is_admin = $2 WHERE id = $1`, [id, isAdmin]);
    if (role !== undefined)
      await site.query(
        `INSERT INTO staff_member (course_id, user_id, role) SELECT course_id, $1, $2::staff_role FROM cohort WHERE id = $3`,
        [id, role, cohortId],
      );
    return cookie;
  }

  test.each<[string, () => Promise<string | undefined>, number]>([
    ['nobody', async () => undefined, 401],
    ['an anonymous learner', async () => learner.cookie, 401],
    ['an account without a role', () => signedIn(), 404],
    ['an author', () => signedIn('author'), 403],
    ['an assistant', () => signedIn('assistant'), 200],
    ['an instructor', () => signedIn('instructor'), 200],
    ['an admin', () => signedIn(undefined, true), 200],
  ])('for %s', async (_name, cookie, status) => expect((await get(await cookie())).status).toBe(status));

  test.each(['x', "' OR 1=1", '\0', '01a1fca7-1082-722a-aa46-3aa38918a288'])(
    '%j is not a class',
    async (id) => {
      expect((await get(await signedIn(undefined, true), id)).status).toBe(404);
    },
  );

  test('has a line per learner, and no name that a spreadsheet runs', async () => {
    await site.query(`UPDATE "user" SET name = '=1+1', email = 'eve@school.example' WHERE id = $1`, [
      learner.id,
    ]);
    await submitted(learner, 'cache-order');
    await judge('cache-order', { score: 40, passed: false });
    const response = await get(await signedIn('assistant'));
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, line] = new TextDecoder('utf-8', { ignoreBOM: true })
      .decode(await response.arrayBuffer())
      .split('\r\n');
    expect(head).toMatch(/^\uFEFF"Name","E-mail","Total","Quiz: /);
    expect(line).toBe('"\'=1+1","eve@school.example",26.7,,40,');
  });
});

describe('a learner’s run', () => {
  const see = async (account: Account) => {
    const runId = (await site.query<{ id: string }>('SELECT id FROM run'))[0]!.id;
    return runForStaff(account, runId);
  };
  const staff = async (role: string): Promise<Account> => {
    const account = await person(role);
    await site.query(
      `INSERT INTO staff_member (course_id, user_id, role) SELECT course_id, $1, $2::staff_role FROM cohort WHERE id = $3`,
      [account.id, role, cohortId],
    );
    return account;
  };
  beforeEach(async () => {
    await submitted(learner, 'cache-order');
    await judge('cache-order', { score: 40, passed: false });
  });

  test('is shown to staff with its files and what it means for the grade', async () => {
    expect(await see(teacher)).toMatchObject({
      run: { exercise: 'cache-order', files: { Dockerfile: expect.stringContaining('FROM scratch') } },
      learner: { name: 'Anonymous' },
      cohort: { id: cohortId, name: 'Autumn' },
      grade: '40 of 100: attempt 1 scored 40.',
      attempts: [{ number: 1 }],
    });
  });

  test.each<[string, () => Promise<Account>, boolean]>([
    ['an assistant', () => staff('assistant'), true],
    ['an admin', () => person('Admin', true), true],
    ['an author', () => staff('author'), false],
    ['an account without a role', () => person('Nobody'), false],
    [
      'an instructor of a different class',
      async () => {
        const other = await person('Other');
        await newClass(other, 'instructor');
        return other;
      },
      false,
    ],
  ])('to %s: %s', async (_name, account, isShown) =>
    expect((await see(await account())) !== undefined).toBe(isShown),
  );

  test('is not shown for an exercise that is not assigned', async () => {
    await site.query(`DELETE FROM assignment WHERE slug = 'cache-order'`);
    expect(await see(teacher)).toBeUndefined();
  });

  test('is not shown after the learner has left', async () => {
    await site.query('DELETE FROM cohort_member');
    expect(await see(teacher)).toBeUndefined();
    expect(await see(await person('Admin', true))).toBeUndefined();
  });

  test.each(['x', '\0', '01a1fca7-1082-722a-aa46-3aa38918a288'])('%j is not a run', async (id) =>
    expect(await runForStaff(teacher, id)).toBeUndefined(),
  );
});
