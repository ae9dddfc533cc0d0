import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  endOwnSession,
  endSession,
  submitDeletion,
  submitName,
  submitPassword,
} from '../../app/account/actions.ts';
import { submitAccount } from '../../app/create-account/actions.ts';
import { submitAcceptance, submitNewPassword } from '../../app/links/[token]/actions.ts';
import { submitMailLink, submitSignIn } from '../../app/sign-in/actions.ts';
import { makeAdminLink } from '../../launcher/admin-link.ts';
import { linkOffer, makeLink } from '../../lib/accounts/one-time-link.ts';
import { browsersOf } from '../../lib/accounts/own-account.ts';
import { adoptWork } from '../../lib/auth/adopt-work.ts';
import { accountOf, learnerOf } from '../../lib/auth/session.ts';
import { chooseName } from '../../lib/boards/choose-name.ts';
import { tablesOfWork } from '../../lib/limits/retention.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { recordAnswers } from '../../lib/progress/submit-quiz.ts';
import { attemptsOf } from '../../lib/runs/queries.ts';
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

/** The current request of an action, and the cookies of its response. */
const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>() }));
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({ set: (name: string, value: string) => request.cookies.set(name, value) }),
}));
vi.mock('next/cache', () => ({ refresh: () => {} }));

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(() => browser());
afterEach(() =>
  site.clear(
    'hourly_use',
    'one_time_link',
    'run',
    'submission',
    'quiz_answer',
    'review',
    'board_name',
    'opened_solution',
    'opened_hint',
    'lab_step',
    'runner',
    'session',
    'account',
    'staff_member',
    'cohort_member',
    'course',
    'user',
  ),
);

/** Whose requests follow. @param cookie undefined for a browser without a session */
function browser(cookie?: string, headers: Record<string, string> = {}): void {
  request.headers = new Headers({ origin: SITE_URL, ...headers });
  if (cookie !== undefined) request.headers.set('cookie', cookie);
  request.cookies.clear();
}

/** The session cookie of the last response. */
const cookieOfResponse = () =>
  [...request.cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

const ada = { name: 'Ada', email: 'ada@school.example', password: 'four random words' };

/** Creates an account in a browser. @returns its session */
async function account(fields: Partial<typeof ada> = {}, from?: Visitor): Promise<Visitor> {
  browser(from?.cookie);
  expect(await submitAccount('/teach', {}, form({ ...ada, ...fields }))).toEqual({ continueTo: '/teach' });
  const cookie = cookieOfResponse();
  return { cookie, id: (await accountOf(new Headers({ cookie })))!.id };
}

const signInAs = (fields: { email: string; password: string }) => submitSignIn(undefined, {}, form(fields));
const wrong = { message: 'The e-mail address or the password is wrong.' };
const count = async (table: string) =>
  (await site.query<{ n: number }>(`SELECT count(*)::int AS n FROM "${table}"`))[0]!.n;

describe('an account', () => {
  test('is created, and signs in from another browser', async () => {
    const created = await account({ email: ' Ada@School.Example ' });
    expect(await accountOf(new Headers({ cookie: created.cookie }))).toEqual({
      id: created.id,
      name: 'Ada',
      email: 'ada@school.example',
      isAdmin: false,
    });
    browser();
    expect(await signInAs(ada)).toEqual({ continueTo: '/account' });
    const second = cookieOfResponse();
    expect((await accountOf(new Headers({ cookie: second })))?.id).toBe(created.id);
    expect(second).not.toBe(created.cookie);
  });

  test.each([
    ['no name', { name: ' ' }, { name: expect.stringContaining('Enter your name') }],
    ['a name of 81 characters', { name: 'a'.repeat(81) }, { name: expect.stringContaining('80') }],
    [
      'an address without a host',
      { email: 'ada' },
      { email: expect.stringContaining('not an e-mail address') },
    ],
    ['a password of 9 characters', { password: 'a'.repeat(9) }, { password: expect.stringContaining('10') }],
    [
      'a password of 129 characters',
      { password: 'a'.repeat(129) },
      { password: expect.stringContaining('128') },
    ],
  ])('is not created with %s', async (_name, change, problems) => {
    const state = await submitAccount(undefined, {}, form({ ...ada, ...change }));
    expect(state.problems).toEqual(problems);
    expect(state.values).not.toHaveProperty('password');
    expect(await count('user')).toBe(0);
  });

  test('cannot make itself an admin', async () => {
    browser();
    await submitAccount(
      undefined,
      {},
      form({ ...ada, isAdmin: 'true', is_admin: 'true', emailVerified: 'true' }),
    );
    expect(await site.query('SELECT is_admin, email_verified FROM "user"')).toEqual([
      { is_admin: false, email_verified: false },
    ]);
  });

  test('is not created twice for an address in a different case', async () => {
    await account();
    browser();
    expect(await submitAccount(undefined, {}, form({ ...ada, email: 'ADA@school.example' }))).toMatchObject({
      message: expect.stringContaining('already an account'),
    });
    expect(await count('user')).toBe(1);
  });

  test('gets no link by mail from a site without a mail server', async () => {
    browser();
    expect(await submitMailLink(undefined, {}, form({ email: ada.email }))).toEqual({
      message: 'This site does not send mail.',
      values: { email: ada.email },
    });
  });

  test('is not created or signed in by a page of a different site', async () => {
    await account();
    browser(undefined, { origin: 'http://evil.test' });
    expect(await signInAs(ada)).toMatchObject({ message: expect.stringContaining('did not come from') });
    expect(await submitAccount(undefined, {}, form({ ...ada, email: 'b@b.example' }))).toMatchObject({
      message: expect.stringContaining('did not come from'),
    });
    expect(await count('user')).toBe(1);
  });
});

describe('signing in', () => {
  test('with a wrong password and with an unknown address gets the same answer', async () => {
    await account();
    browser();
    expect(await signInAs({ ...ada, password: 'four random worlds' })).toMatchObject(wrong);
    expect(await signInAs({ ...ada, email: 'bob@school.example' })).toMatchObject(wrong);
    expect(request.cookies.size).toBe(0);
  });

  test('is limited for one account and network, and the owner can still sign in from elsewhere', async () => {
    await account();
    browser(undefined, { 'x-forwarded-for': '198.51.100.1' });
    for (let n = 0; n < 20; n++)
      expect(await signInAs({ ...ada, password: `guess ${n}` })).toMatchObject(wrong);
    expect(await signInAs(ada)).toMatchObject({
      message: expect.stringContaining('has reached the limit of 20'),
    });
    expect(await signInAs({ ...ada, email: 'bob@school.example' }), 'another account').toMatchObject(wrong);
    browser(undefined, { 'x-forwarded-for': '198.51.100.2' });
    expect(await signInAs(ada)).toEqual({ continueTo: '/account' });
  });

  test('successfully uses up none of the attempts at an account', async () => {
    await account();
    browser(undefined, { 'x-forwarded-for': '198.51.100.1' });
    for (let n = 0; n < 21; n++) expect(await signInAs(ada)).toEqual({ continueTo: '/account' });
    expect(
      await site.query(`SELECT count FROM hourly_use WHERE kind = 'sign-in to an account' AND count > 0`),
    ).toEqual([]);
  });

  test('with simultaneous guesses checks no more of them than the limit allows', async () => {
    await account();
    browser(undefined, { 'x-forwarded-for': '198.51.100.1' });
    const guesses = Array.from({ length: 25 }, (_, n) => signInAs({ ...ada, password: `guess ${n}` }));
    const states = await Promise.all(guesses);
    expect(states.filter(({ message }) => message === wrong.message)).toHaveLength(20);
  });

  test.each([
    ['/teach?a=1#b', '/teach?a=1#b'],
    ['//evil.test/teach', '/account'],
    ['/\\evil.test', '/account'],
    ['/\t/evil.test', '/account'],
    ['http://evil.test', '/account'],
    ['/.//evil.test', '/account'],
    ['/..//evil.test', '/account'],
    ['/%2e//evil.test', '/account'],
    ['/a/..//evil.test', '/account'],
    ['/./\\evil.test', '/account'],
    ['javascript:alert(1)', '/account'],
    [['/teach'], '/account'],
    ['', '/account'],
  ])('continues after %j on %s', async (to, expected) => {
    await account();
    browser();
    expect(await submitSignIn(to, {}, form(ada))).toEqual({ continueTo: expected });
  });

  test('out ends the session, not only the cookie', async () => {
    const { cookie } = await account();
    browser(cookie);
    await endOwnSession();
    expect(await learnerOf(new Headers({ cookie }))).toBeNull();
  });

  test('out is done already if the session has ended by now', async () => {
    const { id, cookie } = await account();
    browser();
    await signInAs(ada);
    await site.query('DELETE FROM session WHERE user_id = $1', [id]);
    browser(cookie);
    await endOwnSession();
    expect([...request.cookies.values()], 'the browser forgets it').toContain('');
    browser();
    await signInAs(ada);
    browser(cookieOfResponse());
    await Promise.all([1, 2, 3].map(() => endOwnSession()));
    expect(await count('session')).toBe(0);
    browser(cookie);
    await endSession('some-session');
    browser(cookie, { origin: 'http://evil.test' });
    await expect(endOwnSession()).rejects.toThrow('did not come from');
    await expect(endSession('some-session')).rejects.toThrow('did not come from');
  });
});

describe('the work of an anonymous learner', () => {
  const key = {
    questions: [
      {
        id: 'q',
        why: '',
        options: [
          { id: 'a', right: true, why: '' },
          { id: 'b', right: false, why: '' },
        ],
      },
    ],
  } as unknown as Parameters<typeof recordAnswers>[3];
  const opened = (id: string, at: string) =>
    Promise.all([
      site.query(`INSERT INTO opened_solution VALUES ($1, 'cache-order', $2)`, [id, at]),
      site.query(`INSERT INTO opened_hint VALUES ($1, 'cache-order', 'h', $2)`, [id, at]),
    ]);
  const card = (id: string, at: string, reps: number) =>
    site.query(`INSERT INTO review VALUES ($1, 'l', 'c', 'review', now(), 1, 5, 3, 0, ${reps}, 0, $2)`, [
      id,
      at,
    ]);

  /** Does something in every table of work. */
  async function work(visitor: Visitor, exercise: string): Promise<string> {
    const runId = await submitted(visitor, exercise);
    await recordAnswers(visitor.id, 'lesson', 'quiz', key, { q: ['a'] });
    await opened(visitor.id, '2026-01-01');
    await card(visitor.id, '2026-01-02', 4);
    await site.query(
      `INSERT INTO content_report (id, learner_id, part, slug, anchor, quote, before, after, kind, text)
       VALUES (gen_random_uuid(), $1, 'lesson', 'l', '', 'q', '', '', 'wrong', '')`,
      [visitor.id],
    );
    await site.query(
      'INSERT INTO terminal_session (id, learner_id, allowed_ms) VALUES (gen_random_uuid(), $1, 0)',
      [visitor.id],
    );
    await site.query(
      `INSERT INTO lab_step (learner_id, lab, step) VALUES ($1, 'l', 's') ON CONFLICT DO NOTHING`,
      [visitor.id],
    );
    return runId;
  }

  test('becomes the account’s when it is created', async () => {
    await noteRunner(runner());
    const anonymous = await newLearner();
    const runId = await work(anonymous, 'golf');
    const { fence } = await claimed();
    const { id } = await account({}, anonymous);
    await finish(runId, { fence, result: verdict('golf') });
    expect(await attemptsOf(id, 'golf')).toMatchObject([{ outcome: { score: 100 } }]);
    expect(await chooseName(id, 'golf', 'Ada')).toEqual({ ok: true });
    for (const table of tablesOfWork)
      expect({ table, learners: await site.query(`SELECT DISTINCT learner_id FROM ${table}`) }).toEqual({
        table,
        learners: [{ learner_id: id }],
      });
    expect(await site.query('SELECT id FROM "user"'), 'the anonymous learner is gone').toEqual([{ id }]);
    expect(await learnerOf(new Headers({ cookie: anonymous.cookie }))).toBeNull();
  });

  test('joins the work of an existing account: the newest answer and card and the first look at a solution stay', async () => {
    await noteRunner(runner());
    const existing = await account();
    const first = await work(existing, 'cache-order');
    const anonymous = await newLearner();
    const second = await submitted(anonymous, 'cache-order');
    await submitted(anonymous, 'non-root');
    await recordAnswers(anonymous.id, 'lesson', 'quiz', key, { q: ['b'] });
    await opened(anonymous.id, '2025-12-31');
    await card(anonymous.id, '2026-01-01', 1);
    browser(anonymous.cookie);
    expect(await signInAs(ada)).toEqual({ continueTo: '/account' });

    expect(await site.query('SELECT learner_id, answers FROM quiz_answer')).toEqual([
      { learner_id: existing.id, answers: { q: ['b'] } },
    ]);
    for (const table of ['opened_solution', 'opened_hint'])
      expect(await site.query(`SELECT opened_at::date::text AS day FROM ${table}`)).toEqual([
        { day: '2025-12-31' },
      ]);
    expect(await site.query('SELECT reps FROM review'), 'the card that was seen last').toEqual([{ reps: 4 }]);
    expect(
      await site.query('SELECT id, state, learner_id FROM run WHERE exercise = $1 ORDER BY queued_at', [
        'cache-order',
      ]),
      'one active run per exercise: the last one submitted',
    ).toEqual([
      { id: first, state: 'cancelled', learner_id: existing.id },
      { id: second, state: 'queued', learner_id: existing.id },
    ]);
    expect(await count('user')).toBe(1);
  });

  test('moves once if the browser signs in several times at once', async () => {
    await noteRunner(runner());
    const { id } = await account();
    const anonymous = await newLearner();
    const runId = await submitted(anonymous, 'golf');
    await Promise.all([1, 2, 3].map(() => adoptWork(anonymous.id, id)));
    expect(await site.query('SELECT id FROM "user"')).toEqual([{ id }]);
    expect(await site.query('SELECT id, learner_id, state FROM run')).toEqual([
      { id: runId, learner_id: id, state: 'queued' },
    ]);
  });

  test('stays apart when someone with an account signs in to another account', async () => {
    await noteRunner(runner());
    const first = await account();
    await submitted(first, 'cache-order');
    const second = await account({ email: 'bob@school.example' });
    browser(first.cookie);
    await signInAs({ email: 'bob@school.example', password: ada.password });
    expect(await attemptsOf(second.id, 'cache-order')).toEqual([]);
    expect(await count('user')).toBe(2);
  });
});

describe('the owner of an account', () => {
  test('changes the name and the password, which signs out the other browsers', async () => {
    const { id, cookie } = await account();
    browser();
    await signInAs(ada);
    const other = cookieOfResponse();
    browser(cookie);
    expect(await submitName({}, form({ name: 'Ada L.' }))).toMatchObject({ done: 'Saved.' });
    expect(await submitPassword({}, form({ current: 'wrong', password: 'five random words' }))).toEqual({
      message: 'The current password is wrong.',
      values: {},
    });
    expect(await learnerOf(new Headers({ cookie: other }))).not.toBeNull();
    expect(
      await submitPassword({}, form({ current: ada.password, password: 'five random words' })),
    ).toMatchObject({
      done: expect.stringContaining('Changed'),
    });
    expect(await accountOf(new Headers({ cookie: cookieOfResponse() }))).toMatchObject({
      id,
      name: 'Ada L.',
    });
    expect(await learnerOf(new Headers({ cookie: other }))).toBeNull();
    browser();
    expect(await signInAs(ada)).toMatchObject(wrong);
    expect(await signInAs({ ...ada, password: 'five random words' })).toEqual({ continueTo: '/account' });
  });

  test('sees and ends own sessions, and no one else’s', async () => {
    const { id, cookie } = await account();
    const bob = await account({ email: 'bob@school.example' });
    browser(undefined, { 'user-agent': 'Firefox/1' });
    await signInAs(ada);
    const other = cookieOfResponse();
    browser(cookie);
    const browsers = await browsersOf({ id, name: '', email: '', isAdmin: false });
    expect(browsers.map(({ isThis }) => isThis)).toEqual([false, true]);
    const [ofBob] = await site.query<{ id: string }>('SELECT id FROM session WHERE user_id = $1', [bob.id]);
    await endSession(ofBob!.id);
    await endSession('\0');
    expect(await learnerOf(new Headers({ cookie: bob.cookie })), 'someone else’s').not.toBeNull();
    await endSession(browsers[0]!.id);
    expect(await learnerOf(new Headers({ cookie: other }))).toBeNull();
    await endSession({ not: '' });
    expect(await learnerOf(new Headers({ cookie }))).not.toBeNull();
  });

  test('deletes it with everything in every table', async () => {
    await noteRunner(runner());
    const { id, cookie } = await account();
    await submitted({ id, cookie }, 'cache-order');
    browser(cookie);
    expect(await submitDeletion({}, form({ current: 'wrong' }))).toMatchObject({
      message: 'The current password is wrong.',
    });
    expect(await count('user')).toBe(1);
    expect(await submitDeletion({}, form({ current: ada.password }))).toEqual({ continueTo: '/' });
    for (const table of [...tablesOfWork, 'user', 'session', 'account'])
      expect({ table, rows: await count(table) }).toEqual({ table, rows: 0 });
  });

  test('cannot delete it while a class has no other instructor, or the installation no other admin', async () => {
    const { id, cookie } = await account();
    const courseId = '01a1fca7-1082-722a-aa46-3aa38918a288';
    await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
    await site.query(`INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, 'instructor')`, [
      courseId,
      id,
    ]);
    await site.query(
      `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1, $1, 'A', 'UTC', 'x')`,
      [courseId],
    );
    browser(cookie);
    const remove = () => submitDeletion({}, form({ current: ada.password }));
    expect(await remove()).toMatchObject({ message: expect.stringContaining('the only instructor of “ML”') });
    await site.query('DELETE FROM cohort');
    await site.query('UPDATE "user" SET is_admin = true');
    expect(await remove()).toMatchObject({ message: expect.stringContaining('the only admin') });
    await site.query('UPDATE "user" SET is_admin = false');
    expect(await remove()).toEqual({ continueTo: '/' });
    expect(await count('course'), 'no one is left who could see it').toBe(0);
  });

  test('without an account: nothing happens', async () => {
    const owner = await account({ email: 'ines@school.example' });
    const [session] = await site.query<{ id: string }>('SELECT id FROM session');
    const anonymous = await newLearner();
    for (const cookie of [undefined, anonymous.cookie]) {
      browser(cookie);
      for (const action of [submitName, submitPassword, submitDeletion])
        expect(
          await action({}, form({ name: 'x', current: 'x', password: 'four random words' })),
        ).toMatchObject({
          message: expect.stringContaining('no longer signed in'),
        });
      await endSession(session!.id);
    }
    expect(await accountOf(new Headers({ cookie: owner.cookie })), 'is still signed in').not.toBeNull();
    expect(await count('user')).toBe(2);
  });
});

describe('a one-time link', () => {
  const tokenOf = (path: string) => path.slice('/links/'.length);

  /** Someone who may make links for anyone. @returns the ID */
  async function maker(): Promise<string> {
    await site.query(
      `INSERT INTO "user" (id, name, email, is_admin, updated_at) VALUES ('maker', 'M', 'm@school.example', true, now()) ON CONFLICT DO NOTHING`,
    );
    return 'maker';
  }

  test('of a start makes the first admin, once', async () => {
    const first = tokenOf((await makeAdminLink(site.databaseUrl, { onlyFirst: true }))!);
    const token = tokenOf((await makeAdminLink(site.databaseUrl, { onlyFirst: true }))!);
    expect(await linkOffer(first), 'a new link replaces it').toBeUndefined();
    expect(await linkOffer(token)).toEqual({ purpose: 'admin' });
    const { cookie } = await account();
    browser(cookie);
    expect(await submitAcceptance(token, {}, form({}))).toEqual({ continueTo: '/teach' });
    expect(await accountOf(new Headers({ cookie }))).toMatchObject({ isAdmin: true });

    const bob = await account({ email: 'bob@school.example' });
    browser(bob.cookie);
    expect(await submitAcceptance(token, {}, form({}))).toMatchObject({
      message: expect.stringContaining('has been used'),
    });
    expect(await accountOf(new Headers({ cookie: bob.cookie }))).toMatchObject({ isAdmin: false });
    expect(await makeAdminLink(site.databaseUrl, { onlyFirst: true }), 'there is an admin').toBeUndefined();
  });

  test('cannot be read from the database', async () => {
    const token = tokenOf((await makeAdminLink(site.databaseUrl, { onlyFirst: true }))!);
    expect(JSON.stringify(await site.query('SELECT * FROM one_time_link'))).not.toContain(token);
  });

  test('is used by one of two at the same time', async () => {
    const token = tokenOf((await makeAdminLink(site.databaseUrl, { onlyFirst: true }))!);
    const { cookie } = await account();
    browser(cookie);
    const states = await Promise.all([1, 2, 3, 4].map(() => submitAcceptance(token, {}, form({}))));
    expect(states.filter(({ continueTo }) => continueTo !== undefined)).toHaveLength(1);
  });

  test('for a password sets it, signs out every browser, and replaces an earlier link', async () => {
    const { id, cookie } = await account();
    const earlier = tokenOf(await makeLink({ purpose: 'password', forId: id, madeById: await maker() }));
    const token = tokenOf(await makeLink({ purpose: 'password', forId: id, madeById: await maker() }));
    browser();
    expect(await submitNewPassword(earlier, {}, form({ password: 'five random words' }))).toMatchObject({
      message: expect.stringContaining('has been used'),
    });
    expect(await submitNewPassword(token, {}, form({ password: 'short' }))).toMatchObject({
      problems: { password: expect.any(String) },
    });
    expect(await submitNewPassword(token, {}, form({ password: 'five random words' }))).toEqual({
      continueTo: '/sign-in?changed=password',
    });
    expect(request.cookies.size, 'a new cookie would replace the page').toBe(0);
    expect(await learnerOf(new Headers({ cookie }))).toBeNull();
    expect(await signInAs(ada)).toMatchObject(wrong);
    expect(await signInAs({ ...ada, password: 'five random words' })).toEqual({ continueTo: '/account' });
  });

  test('for a password gives nobody a role, and one for a role sets no password', async () => {
    const { id, cookie } = await account();
    const password = tokenOf(await makeLink({ purpose: 'password', forId: id, madeById: await maker() }));
    const admin = tokenOf((await makeAdminLink(site.databaseUrl, { onlyFirst: false }))!);
    browser(cookie);
    expect(await submitAcceptance(password, {}, form({}))).toMatchObject({ message: expect.any(String) });
    expect(await submitNewPassword(admin, {}, form({ password: 'five random words' }))).toMatchObject({
      message: expect.any(String),
    });
    expect([await linkOffer(password), await linkOffer(admin)]).toEqual([
      { purpose: 'password', name: 'Ada', email: 'ada@school.example' },
      { purpose: 'admin' },
    ]);
  });

  test('of a course makes a member of its staff', async () => {
    const { id, cookie } = await account();
    await site.query(`INSERT INTO course (id, name) VALUES ('01a1fca7-1082-722a-aa46-3aa38918a288', 'ML')`);
    const token = tokenOf(
      await makeLink({
        purpose: 'staff',
        courseId: '01a1fca7-1082-722a-aa46-3aa38918a288',
        role: 'assistant',
        madeById: id,
      }),
    );
    expect(await linkOffer(token)).toEqual({ purpose: 'staff', course: 'ML', role: 'assistant' });
    browser((await newLearner()).cookie);
    expect(await submitAcceptance(token, {}, form({})), 'anonymous').toMatchObject({
      message: expect.any(String),
    });
    browser(cookie);
    await submitAcceptance(token, {}, form({}));
    expect(await site.query('SELECT user_id, role FROM staff_member')).toEqual([
      { user_id: id, role: 'assistant' },
    ]);
  });

  test('for a password needs a maker who may still make it', async () => {
    const { id } = await account();
    const teacher = await account({ email: 'ines@school.example' });
    const courseId = '01a1fca7-1082-722a-aa46-3aa38918a288';
    await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
    await site.query(
      `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1, $1, 'A', 'UTC', 'x')`,
      [courseId],
    );
    await site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [courseId, id]);
    const attempt = async (role: string | undefined) => {
      await site.query('DELETE FROM staff_member');
      if (role !== undefined)
        await site.query(
          'INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, $3::staff_role)',
          [courseId, teacher.id, role],
        );
      const link = await makeLink({ purpose: 'password', forId: id, madeById: teacher.id });
      return submitNewPassword(tokenOf(link), {}, form({ password: 'five random words' }));
    };
    browser();
    for (const role of [undefined, 'author', 'assistant'])
      expect({ role, ...(await attempt(role)) }).toMatchObject({
        role,
        message: expect.stringContaining('has been used or has expired'),
      });
    expect((await attempt('instructor')).continueTo).toBe('/sign-in?changed=password');
    await site.query('UPDATE "user" SET is_admin = true WHERE id = $1', [id]);
    expect((await attempt('instructor')).message, 'of an admin').toContain('has been used or has expired');
  });

  test('for a password stops working when the account becomes staff', async () => {
    const { id, cookie } = await account();
    const password = tokenOf(await makeLink({ purpose: 'password', forId: id, madeById: await maker() }));
    const admin = tokenOf((await makeAdminLink(site.databaseUrl, { onlyFirst: false }))!);
    browser(cookie);
    await submitAcceptance(admin, {}, form({}));
    expect(await linkOffer(password)).toBeUndefined();
    expect(await submitNewPassword(password, {}, form({ password: 'five random words' }))).toMatchObject({
      message: expect.any(String),
    });
  });

  test('for an assistant takes nothing from an instructor', async () => {
    const { id, cookie } = await account();
    const courseId = '01a1fca7-1082-722a-aa46-3aa38918a288';
    await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
    await site.query(`INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, 'instructor')`, [
      courseId,
      id,
    ]);
    const link = await makeLink({ purpose: 'staff', courseId, role: 'assistant', madeById: id });
    browser(cookie);
    await submitAcceptance(tokenOf(link), {}, form({}));
    expect(await site.query('SELECT role FROM staff_member')).toEqual([{ role: 'instructor' }]);
  });

  test('that has expired does nothing', async () => {
    const token = tokenOf((await makeAdminLink(site.databaseUrl, { onlyFirst: true }))!);
    await site.query(`UPDATE one_time_link SET expires_at = now()`);
    const { cookie } = await account();
    browser(cookie);
    expect(await submitAcceptance(token, {}, form({}))).toMatchObject({ message: expect.any(String) });
    expect(await linkOffer(token)).toBeUndefined();
  });
});
