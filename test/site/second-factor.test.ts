import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitPassword, submitSecondFactor } from '../../app/account/actions.ts';
import { submitAccount } from '../../app/create-account/actions.ts';
import { submitNewPassword } from '../../app/links/[token]/actions.ts';
import { submitSecondFactorReset } from '../../app/operator/people/actions.ts';
import { submitSignIn } from '../../app/sign-in/actions.ts';
import { submitCode } from '../../app/sign-in/code/actions.ts';
import { makeLink } from '../../lib/accounts/one-time-link.ts';
import { acceptCode, isSecondFactorRecommended, secondFactorOf } from '../../lib/accounts/second-factor.ts';
import { totpCode, totpStep } from '../../lib/accounts/totp.ts';
import { type Account, accountOf } from '../../lib/auth/session.ts';
import { db } from '../../lib/db/client.ts';
import { expire } from '../../lib/limits/retention.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { SITE_URL, type Site, type Visitor, newLearner, openSite, runner, submitted } from './site.ts';

/** The current request of an action, and the cookies of the browser. */
const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>() }));
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) => (request.cookies.has(name) ? { value: request.cookies.get(name) } : undefined),
    set: (name: string, value: string) => request.cookies.set(name, value),
    delete: (name: string) => request.cookies.delete(name),
  }),
}));
vi.mock('next/cache', () => ({ refresh: () => {} }));

const ada = { name: 'Ada', email: 'ada@school.example', password: 'four random words' };
const ben = { name: 'Ben', email: 'ben@school.example', password: 'four other words' };
const SESSION = 'better-auth.session_token';
const PENDING = 'dfm.pending_sign_in';
const wrong = { message: expect.stringContaining('This code is wrong') };
const codePage = { continueTo: '/sign-in/code?to=%2Faccount' };
const [courseId, cohortId, otherCourseId] = [
  '01a1fca7-1082-722a-aa46-3aa38918a288',
  '01a1fca7-1082-722a-aa46-3aa38918a299',
  '01a1fca7-1082-722a-aa46-3aa38918a2aa',
];

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(() => {
  // A code belongs to 30 seconds of the clock. If those ended in the middle of a test, it would use a different one.
  vi.useFakeTimers({ toFake: ['Date'] });
  browser();
});
afterEach(() => {
  vi.useRealTimers();
  return site.clear(
    'hourly_use',
    'audit_entry',
    'one_time_link',
    'run',
    'submission',
    'runner',
    'session',
    'account',
    'staff_member',
    'cohort_member',
    'course',
    'user',
  );
});

/** A new browser, whose requests follow. @param cookie undefined for one without a session */
function browser(cookie?: string, headers: Record<string, string> = {}): void {
  request.headers = new Headers({ origin: SITE_URL, ...headers });
  if (cookie !== undefined) request.headers.set('cookie', cookie);
  request.cookies.clear();
}

const cookieOfResponse = () => `${SESSION}=${encodeURIComponent(request.cookies.get(SESSION) ?? '')}`;

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

/** Creates an account in a new browser. @returns its session */
async function account(fields = ada): Promise<Visitor> {
  browser();
  expect(await submitAccount('/', {}, form(fields))).toEqual({ continueTo: '/' });
  const cookie = cookieOfResponse();
  return { cookie, id: (await accountOf(new Headers({ cookie })))!.id };
}

const ownerOf = async ({ cookie }: Visitor): Promise<Account> => (await accountOf(new Headers({ cookie })))!;
const enter = (fields: Record<string, string>) => submitSecondFactor({}, form(fields));
const signIn = (fields: { email: string; password: string } = ada) =>
  submitSignIn(undefined, {}, form(fields));
const enterCode = (code: string) => submitCode('/teach', {}, form({ code }));
const count = async (table: string) =>
  (await site.query<{ n: number }>(`SELECT count(*)::int AS n FROM "${table}"`))[0]!.n;

/** The code that the app shows a number of steps from now. */
const codeAt = (secret: string, offset = 0) => totpCode(secret, totpStep(Date.now()) + offset);

/** The secret that the account page shows while the second factor is set up. */
async function secretOf(owner: Visitor): Promise<string> {
  const factor = await secondFactorOf(await ownerOf(owner));
  if (factor.stage !== 'setup') throw new Error(`the stage is ${factor.stage}`);
  return factor.secret;
}

interface WithFactor extends Visitor {
  secret: string;
  backupCodes: readonly string[];
}

/** An account with a second factor, whose codes have not been used since. */
async function withFactor(fields = ada): Promise<WithFactor> {
  const owner = await account(fields);
  browser(owner.cookie);
  expect(await enter({ stage: 'off', current: fields.password })).toEqual({});
  const secret = await secretOf(owner);
  const { backupCodes } = await enter({ stage: 'setup', code: codeAt(secret, -1) });
  browser();
  return { ...owner, secret, backupCodes: backupCodes! };
}

describe('turning on', () => {
  test('takes the password and a code, and shows ten backup codes', async () => {
    const owner = await account();
    expect(await secondFactorOf(await ownerOf(owner))).toEqual({ stage: 'off' });
    browser(owner.cookie);
    expect(await enter({ stage: 'off', current: 'wrong' })).toEqual({
      message: 'The current password is wrong.',
      values: { stage: 'off' },
    });
    expect(await count('second_factor')).toBe(0);
    await enter({ stage: 'off', current: ada.password });
    const secret = await secretOf(owner);
    browser();
    expect(await signIn(), 'nothing has confirmed it').toEqual({ continueTo: '/account' });
    browser(owner.cookie);
    expect(await enter({ stage: 'setup', code: codeAt(secret, 5) })).toMatchObject(wrong);
    expect(await enter({ stage: 'setup', code: '' })).toMatchObject({ problems: { code: 'Enter a code.' } });
    const spaced = codeAt(secret).replace(/^.../, '$& ');
    const { backupCodes } = await enter({ stage: 'setup', code: spaced });
    expect(new Set(backupCodes).size).toBe(10);
    for (const code of backupCodes!) expect(code).toMatch(/^[a-z2-7]{5}-[a-z2-7]{5}$/);
    expect(await secondFactorOf(await ownerOf(owner))).toEqual({ stage: 'on', backupCodesLeft: 10 });
  });

  test('signs out every other browser', async () => {
    const other = await account();
    browser();
    await submitSignIn('/', {}, form(ada));
    const cookie = cookieOfResponse();
    browser(cookie);
    await enter({ stage: 'off', current: ada.password });
    expect(await accountOf(new Headers({ cookie: other.cookie })), 'not before the code').not.toBeNull();
    await enter({ stage: 'setup', code: codeAt(await secretOf(other)) });
    expect(await accountOf(new Headers({ cookie: other.cookie }))).toBeNull();
    expect(await accountOf(new Headers({ cookie }))).not.toBeNull();
  });

  test('stores no secret that could be used', async () => {
    const { secret, backupCodes } = await withFactor();
    const stored = JSON.stringify([
      await site.query('SELECT * FROM second_factor'),
      await site.query('SELECT * FROM backup_code'),
    ]);
    for (const text of [secret, ...backupCodes, backupCodes[0]!.replace('-', '')])
      expect(stored).not.toContain(text);
  });

  test('again replaces a secret that was not confirmed, and not one that was', async () => {
    const owner = await account();
    browser(owner.cookie);
    await enter({ stage: 'off', current: ada.password });
    const first = await secretOf(owner);
    await enter({ stage: 'off', current: ada.password });
    const second = await secretOf(owner);
    expect(await enter({ stage: 'setup', code: codeAt(first) })).toMatchObject(wrong);
    await enter({ stage: 'setup', code: codeAt(second) });
    expect(await enter({ stage: 'off', current: ada.password })).toMatchObject({
      message: expect.stringContaining('on already'),
    });
    expect(await enter({ stage: 'setup', code: codeAt(second, 1) })).toMatchObject({
      message: expect.stringContaining('start again'),
    });
    expect(await count('backup_code')).toBe(10);
  });

  test('is too late after 15 minutes', async () => {
    const owner = await account();
    browser(owner.cookie);
    await enter({ stage: 'off', current: ada.password });
    const secret = await secretOf(owner);
    await site.query(`UPDATE second_factor SET started_at = now() - interval '14 minutes 50 seconds'`);
    expect((await secondFactorOf(await ownerOf(owner))).stage).toBe('setup');
    await site.query(`UPDATE second_factor SET started_at = now() - interval '15 minutes 1 second'`);
    expect((await secondFactorOf(await ownerOf(owner))).stage).toBe('off');
    expect(await enter({ stage: 'setup', code: codeAt(secret) })).toMatchObject({
      message: expect.stringContaining('start again'),
    });
  });

  test('shows a QR code of the address that apps import', async () => {
    const owner = await account();
    browser(owner.cookie);
    await enter({ stage: 'off', current: ada.password });
    const factor = await secondFactorOf(await ownerOf(owner));
    if (factor.stage !== 'setup') throw new Error(factor.stage);
    const { size, path } = factor.qrCode;
    const { default: decode } = await import('qr/decode.js');
    const scale = 4;
    const data = new Uint8ClampedArray((size * scale) ** 2 * 4).fill(255);
    for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
      for (let dy = 0; dy < scale; dy++)
        for (let dx = 0; dx < scale; dx++) {
          const at = ((Number(y) * scale + dy) * size * scale + Number(x) * scale + dx) * 4;
          data.fill(0, at, at + 3);
        }
    const text = decode({ width: size * scale, height: size * scale, data });
    expect(text).toBe(
      `otpauth://totp/Docker%20for%20ML:ada%40school.example?secret=${factor.secret}&issuer=Docker%20for%20ML`,
    );
  });

  test.each([
    ['a learner', undefined, false, false],
    ['an author', 'author', false, true],
    ['an assistant', 'assistant', false, true],
    ['an instructor', 'instructor', false, true],
    ['an admin', undefined, true, true],
  ])('is recommended to %s?', async (_name, role, isAdmin, expected) => {
    const owner = await account();
    await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
    if (role !== undefined)
      await site.query(
        'INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, $3::staff_role)',
        [courseId, owner.id, role],
      );
    await site.query('UPDATE "user" SET is_admin = $1', [isAdmin]);
    expect(await isSecondFactorRecommended(await ownerOf(owner))).toBe(expected);
  });
});

describe('signing in', () => {
  test('asks for a code after the password, and has no session before', async () => {
    const { id, secret } = await withFactor();
    const before = await count('session');
    expect(await submitSignIn('/teach?a=1', {}, form(ada))).toEqual({
      continueTo: '/sign-in/code?to=%2Fteach%3Fa%3D1',
    });
    expect([...request.cookies.keys()]).toEqual([PENDING]);
    expect(await count('session')).toBe(before);
    expect(await enterCode('000000')).toMatchObject(wrong);
    expect(await enterCode(codeAt(secret))).toEqual({ continueTo: '/teach' });
    expect((await ownerOf({ id, cookie: cookieOfResponse() })).id).toBe(id);
    expect(request.cookies.has(PENDING)).toBe(false);
    expect(await count('pending_sign_in')).toBe(0);
    const days = `extract(epoch FROM expires_at - now()) / 86400`;
    expect(await site.query(`SELECT 1 FROM session WHERE ${days} > 61`), 'as long as others').toEqual([]);
  });

  test('with a wrong password gets the same answer as without a second factor', async () => {
    await withFactor();
    const refused = { message: 'The e-mail address or the password is wrong.' };
    expect(await signIn({ ...ada, password: 'wrong' })).toMatchObject(refused);
    expect(await signIn({ ...ada, email: 'no@school.example' })).toMatchObject(refused);
    expect(request.cookies.size).toBe(0);
    expect(await count('pending_sign_in')).toBe(0);
  });

  test('takes each code once', async () => {
    const { secret } = await withFactor();
    const code = codeAt(secret);
    await signIn();
    expect(await enterCode(code)).toEqual({ continueTo: '/teach' });
    browser();
    await signIn();
    expect(await enterCode(code), 'again').toMatchObject(wrong);
    expect(await enterCode(codeAt(secret, -1)), 'the one before').toMatchObject(wrong);
    expect(await enterCode(codeAt(secret, 1)), 'the next one').toEqual({ continueTo: '/teach' });
  });

  test.each(['second_factor', 'backup_code'])(
    'takes a code from one of two browsers at the same time: %s',
    async (table) => {
      const { id, secret, backupCodes } = await withFactor();
      const code = table === 'second_factor' ? codeAt(secret) : backupCodes[0]!;
      const isWaiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      let attempts: Promise<PromiseSettledResult<void>[]> | undefined;
      // Both have read the row before either may change it.
      await db().$transaction(async (transaction) => {
        await transaction.$queryRawUnsafe(`SELECT 1 FROM ${table} FOR UPDATE`);
        // One is refused as soon as the rows are free, before the transaction here has returned.
        attempts = Promise.allSettled([acceptCode(id, code), acceptCode(id, code)]);
        await vi.waitFor(async () => expect(await site.query(isWaiting)).toHaveLength(2));
      });
      const outcomes = (await attempts) ?? [];
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    },
  );

  test('signs in once per password, with several codes at the same time', async () => {
    const { backupCodes } = await withFactor();
    await signIn();
    const states = await Promise.all(backupCodes.map((code) => enterCode(code)));
    expect(states.filter(({ continueTo }) => continueTo !== undefined)).toHaveLength(1);
  });

  test('takes each backup code once, however it is typed', async () => {
    const { id, cookie, backupCodes } = await withFactor();
    await signIn();
    expect(await enterCode(` ${backupCodes[0]!.toUpperCase().replace('-', ' ')} `)).toEqual({
      continueTo: '/teach',
    });
    expect(await secondFactorOf(await ownerOf({ id, cookie }))).toEqual({ stage: 'on', backupCodesLeft: 9 });
    browser();
    await signIn();
    expect(await enterCode(backupCodes[0]!)).toMatchObject(wrong);
    expect(await enterCode(backupCodes[1]!)).toEqual({ continueTo: '/teach' });
  });

  test('takes no code of a different account', async () => {
    const other = await withFactor(ben);
    await withFactor();
    await signIn();
    expect(await enterCode(codeAt(other.secret))).toMatchObject(wrong);
    expect(await enterCode(other.backupCodes[0]!)).toMatchObject(wrong);
    expect(await count('backup_code')).toBe(20);
  });

  test('takes a code only in the browser with the password, within ten minutes, once', async () => {
    const { secret, backupCodes } = await withFactor();
    const again = { message: expect.stringContaining('Sign in again') };
    expect(await enterCode(codeAt(secret)), 'no password').toMatchObject(again);
    await signIn();
    const token = request.cookies.get(PENDING)!;
    browser();
    request.cookies.set(PENDING, `${token}x`);
    expect(await enterCode(codeAt(secret)), 'a different token').toMatchObject(again);
    request.cookies.set(PENDING, token);
    await site.query("UPDATE pending_sign_in SET expires_at = now() - interval '1 minute'");
    expect(await enterCode(codeAt(secret)), 'too late').toMatchObject(again);
    await site.query(`UPDATE pending_sign_in SET expires_at = now() + interval '1 minute'`);
    expect(await enterCode(codeAt(secret))).toEqual({ continueTo: '/teach' });
    request.cookies.set(PENDING, token);
    expect(await enterCode(backupCodes[0]!), 'again').toMatchObject(again);
  });

  test('cannot be continued from the database', async () => {
    await withFactor();
    await signIn();
    const stored = JSON.stringify(await site.query('SELECT * FROM pending_sign_in'));
    expect(stored).not.toContain(request.cookies.get(PENDING));
  });

  test('does nothing for a page of a different site', async () => {
    const { secret } = await withFactor();
    await signIn();
    request.headers.set('origin', 'http://evil.test');
    expect(await enterCode(codeAt(secret))).toMatchObject({
      message: expect.stringContaining('did not come from'),
    });
    expect(request.cookies.has(SESSION)).toBe(false);
  });

  test('limits guesses at codes from all networks together, and gives successes back', async () => {
    const { secret } = await withFactor();
    await signIn();
    for (let n = 0; n < 20; n++) {
      request.headers.set('x-forwarded-for', `198.51.100.${n}`);
      expect(await enterCode(codeAt(secret, 100 + n))).toMatchObject(wrong);
    }
    expect(await enterCode(codeAt(secret))).toMatchObject({
      message: expect.stringContaining('the limit of 20 wrong codes'),
    });
    await site.query(`DELETE FROM hourly_use WHERE kind = 'second factor'`);
    expect(await enterCode(codeAt(secret))).toEqual({ continueTo: '/teach' });
    expect(await site.query(`SELECT count FROM hourly_use WHERE kind = 'second factor'`)).toEqual([
      { count: 0 },
    ]);
  });

  test('brings the work of an anonymous learner along, after the code and not before', async () => {
    await noteRunner(runner());
    const { id, secret } = await withFactor();
    const anonymous = await newLearner();
    await submitted(anonymous, 'golf');
    browser(anonymous.cookie);
    expect(await signIn()).toEqual(codePage);
    const owners = () => site.query('SELECT learner_id FROM run');
    expect(await owners()).toEqual([{ learner_id: anonymous.id }]);
    await enterCode(codeAt(secret));
    expect(await owners()).toEqual([{ learner_id: id }]);
    expect(await count('user')).toBe(1);
  });

  test('with a new password of a one-time link still asks for a code', async () => {
    const { id, secret } = await withFactor();
    const admin = await account(ben);
    await site.query('UPDATE "user" SET is_admin = true WHERE id = $1', [admin.id]);
    browser();
    await signIn();
    const link = await makeLink({ purpose: 'password', forId: id, madeById: admin.id });
    await submitNewPassword(link.split('/').at(-1), {}, form({ password: 'five random words' }));
    expect(await enterCode(codeAt(secret)), 'the old password').toMatchObject({
      message: expect.stringContaining('Sign in again'),
    });
    browser();
    expect(await signIn({ ...ada, password: 'five random words' })).toEqual(codePage);
    expect(await enterCode(codeAt(secret))).toEqual({ continueTo: '/teach' });
  });

  test('that waits for a code ends when the password is changed, and when it has expired', async () => {
    const { cookie } = await withFactor();
    await signIn();
    browser(cookie);
    await submitPassword({}, form({ current: ada.password, password: 'five random words' }));
    expect(await count('pending_sign_in')).toBe(0);
    browser();
    await signIn({ ...ada, password: 'five random words' });
    await expire();
    expect(await count('pending_sign_in')).toBe(1);
    await site.query("UPDATE pending_sign_in SET expires_at = now() - interval '1 minute'");
    await expire();
    expect(await count('pending_sign_in')).toBe(0);
  });
});

describe('turning off', () => {
  test.each(['app', 'backup'])('takes the password and a code: %s', async (kind) => {
    const { id, cookie, secret, backupCodes } = await withFactor();
    browser(cookie);
    const code = kind === 'app' ? codeAt(secret) : backupCodes[0]!;
    expect(await enter({ stage: 'on', current: 'wrong', code })).toMatchObject({
      message: 'The current password is wrong.',
    });
    expect(await enter({ stage: 'on', current: ada.password, code: '123' })).toMatchObject(wrong);
    expect((await secondFactorOf(await ownerOf({ id, cookie }))).stage).toBe('on');
    expect(await enter({ stage: 'on', current: ada.password, code })).toEqual({
      done: 'The second factor is off.',
    });
    expect([await count('second_factor'), await count('backup_code')]).toEqual([0, 0]);
    browser();
    expect(await signIn()).toEqual({ continueTo: '/account' });
  });

  test('concerns only the own account', async () => {
    const other = await withFactor(ben);
    const { cookie, secret } = await withFactor();
    browser(cookie);
    await enter({ stage: 'on', current: ada.password, code: codeAt(secret) });
    expect((await secondFactorOf(await ownerOf(other))).stage).toBe('on');
  });
});

describe('who may', () => {
  const people = [
    'nobody',
    'anonymous',
    'outsider',
    'member',
    'otherInstructor',
    'author',
    'assistant',
    'instructor',
    'admin',
  ] as const;
  type Person = (typeof people)[number];

  /** Someone in a role, and the account that they try to change. */
  async function actingAs(person: Person): Promise<Visitor & { victim: WithFactor }> {
    const victim = await withFactor();
    await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML'), ($2, 'Statistics')`, [
      courseId,
      otherCourseId,
    ]);
    await site.query(
      `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1, $2, 'A', 'UTC', 'x')`,
      [cohortId, courseId],
    );
    const join = (id: string) =>
      site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [cohortId, id]);
    await join(victim.id);
    const actor =
      person === 'nobody'
        ? { id: '', cookie: '' }
        : person === 'anonymous'
          ? await newLearner()
          : await account(ben);
    if (person === 'member') await join(actor.id);
    if (person === 'admin') await site.query('UPDATE "user" SET is_admin = true WHERE id = $1', [actor.id]);
    const roles: Partial<Record<Person, string>> = {
      otherInstructor: 'instructor',
      author: 'author',
      assistant: 'assistant',
      instructor: 'instructor',
    };
    const role = roles[person];
    if (role !== undefined)
      await site.query(
        'INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, $3::staff_role)',
        [person === 'otherInstructor' ? otherCourseId : courseId, actor.id, role],
      );
    browser(actor.cookie === '' ? undefined : actor.cookie);
    return { ...actor, victim };
  }

  test.each(people)('turn off that of someone else: %s', async (person) => {
    const { victim } = await actingAs(person);
    const state = await submitSecondFactorReset(victim.id, {}, form({ email: ada.email }));
    if (person === 'admin') {
      expect(state).toEqual({ done: 'The second factor is off.' });
      expect(await site.query('SELECT action, person_id FROM audit_entry')).toEqual([
        { action: 'second-factor.reset', person_id: victim.id },
      ]);
    } else {
      expect(state.message).toMatch(/no longer signed in|Only an admin/);
      expect(await count('audit_entry')).toBe(0);
    }
    expect(await count('second_factor')).toBe(person === 'admin' ? 0 : 1);
    expect(await count('backup_code')).toBe(person === 'admin' ? 0 : 10);
  });

  test.each(people)('turn on their own: %s', async (person) => {
    const { id, cookie } = await actingAs(person);
    const state = await enter({ stage: 'off', current: ben.password });
    const hasAccount = person !== 'nobody' && person !== 'anonymous';
    if (!hasAccount) {
      expect(state.message).toContain('no longer signed in');
      for (const stage of ['setup', 'on'])
        expect((await enter({ stage, current: 'x', code: '123456' })).message).toContain('no longer signed');
      expect(await count('second_factor')).toBe(1);
      return;
    }
    const { backupCodes } = await enter({ stage: 'setup', code: codeAt(await secretOf({ id, cookie })) });
    expect(backupCodes).toHaveLength(10);
  });

  test('an admin needs the right address, and an account that has a second factor', async () => {
    const { victim, id } = await actingAs('admin');
    expect(await submitSecondFactorReset(victim.id, {}, form({ email: ben.email }))).toMatchObject({
      problems: { email: expect.any(String) },
    });
    for (const [personId, email] of [
      [id, ben.email],
      ['unknown', ada.email],
    ])
      expect(await submitSecondFactorReset(personId, {}, form({ email: email! }))).toMatchObject({
        message: expect.stringContaining('no second factor'),
      });
    expect([await count('second_factor'), await count('audit_entry')]).toEqual([1, 0]);
  });

  test('a reset ends a sign-in that waits for a code', async () => {
    const { victim, cookie } = await actingAs('admin');
    browser();
    await signIn();
    const pending = request.cookies.get(PENDING)!;
    browser(cookie);
    await submitSecondFactorReset(victim.id, {}, form({ email: ada.email }));
    browser();
    request.cookies.set(PENDING, pending);
    expect(await enterCode(victim.backupCodes[0]!)).toMatchObject({
      message: expect.stringContaining('Sign in again'),
    });
    expect(await signIn()).toEqual({ continueTo: '/account' });
  });
});
