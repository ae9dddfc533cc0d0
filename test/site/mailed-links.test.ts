import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitPassword } from '../../app/account/actions.ts';
import { submitAccount } from '../../app/create-account/actions.ts';
import { submitNewPassword } from '../../app/links/[token]/actions.ts';
import { POST } from '../../app/links/[token]/sign-in/route.ts';
import { submitMailLink, submitSignIn } from '../../app/sign-in/actions.ts';
import { submitCode } from '../../app/sign-in/code/actions.ts';
import { linkOffer } from '../../lib/accounts/one-time-link.ts';
import { newTotpSecret, totpCode, totpStep } from '../../lib/accounts/totp.ts';
import { accountOf } from '../../lib/auth/session.ts';
import { mailProblem } from '../../lib/mail/mailer.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { seal } from '../../lib/platform/sealed.ts';
import { SITE_URL, type Site, type Visitor, newLearner, openSite, runner, submitted } from './site.ts';

/** The current request of an action, the cookies of the browser, and what runs after the response. */
const request = vi.hoisted(() => ({
  headers: new Headers(),
  cookies: new Map<string, string>(),
  after: [] as (() => Promise<void>)[],
}));
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) => (request.cookies.has(name) ? { value: request.cookies.get(name) } : undefined),
    set: (name: string, value: string) => request.cookies.set(name, value),
    delete: (name: string) => request.cookies.delete(name),
  }),
}));
vi.mock('next/server', async (original) => ({
  ...(await original<object>()),
  after: (task: () => Promise<void>) => request.after.push(task),
}));
vi.mock('next/cache', () => ({ refresh: () => {} }));

const SESSION = 'better-auth.session_token';
const ada = { name: 'Ada', email: 'ada@school.example', password: 'four random words' };
const sent = { done: expect.stringContaining('If there is an account') };

/** What the mail server got. */
const inbox: { to: string[]; text: string }[] = [];
/** The answer of the mail server to an address. */
let refusal: Error | undefined;
let server: SMTPServer;
let site: Site;

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(refusal),
    onData(stream, session, done) {
      let text = '';
      stream.on('data', (chunk) => (text += chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        inbox.push({ to, text: text.replaceAll('=\r\n', '').replaceAll('=3D', '=') });
        done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', () => ready()));
  const { port } = server.server.address() as AddressInfo;
  site = await openSite({
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'Course <course@school.example>',
  });
});
afterAll(async () => {
  await new Promise<void>((closed) => server.close(() => closed()));
  await site.close();
});
beforeEach(() => {
  inbox.length = 0;
  request.after.length = 0;
  refusal = undefined;
  browser();
});
afterEach(() =>
  site.clear(
    'hourly_use',
    'one_time_link',
    'audit_entry',
    'api_token',
    'run',
    'submission',
    'runner',
    'session',
    'account',
    'user',
  ),
);

/** A new browser. */
function browser(cookie?: string): void {
  request.headers = new Headers({ origin: SITE_URL, ...(cookie !== undefined && { cookie }) });
  request.cookies.clear();
}

const carryCookies = (): string => {
  const cookie = [...request.cookies]
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('; ');
  request.headers.set('cookie', cookie);
  return cookie;
};

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

/** An account, of which the address is confirmed or not. */
async function account(isConfirmed = true): Promise<Visitor> {
  browser();
  expect(await submitAccount('/', {}, form(ada))).toEqual({ continueTo: '/' });
  const cookie = carryCookies();
  const { id } = (await accountOf(new Headers({ cookie })))!;
  await site.query('UPDATE "user" SET email_verified = $2 WHERE id = $1', [id, isConfirmed]);
  browser();
  return { cookie, id };
}

/** Asks for a link, and lets what follows the response happen. */
async function ask(email = ada.email, to?: string) {
  const answer = await submitMailLink(to, {}, form({ email }));
  for (const task of request.after.splice(0)) await task();
  return answer;
}

/** The token in the newest mail, and where its link continues. */
function received(): { token: string; to: string } {
  const [, token, to] = /\/links\/([\w-]+)\?to=(\S+)/.exec(inbox.at(-1)!.text)!;
  return { token: token!, to: decodeURIComponent(to!) };
}

/** Presses the button on the page of a link. @returns the path on which the browser continues */
async function signInWith(token: string, to: string): Promise<string | null> {
  const { href } = new URL(`/links/${token}/sign-in?${new URLSearchParams({ to })}`, SITE_URL);
  const response = await POST(new Request(href, { method: 'POST', headers: request.headers }), {
    params: Promise.resolve({ token }),
  });
  return response.headers.get('location');
}

async function receivedAfterAsking(): Promise<string> {
  await ask();
  return received().token;
}

describe('a link by e-mail', () => {
  test('signs in once, and leads to the page that was wanted', async () => {
    const { id } = await account();
    expect(await ask(' ADA@school.example ', '/teach?a=1')).toMatchObject(sent);
    expect(inbox).toMatchObject([{ to: ['ada@school.example'] }]);
    expect(inbox[0]!.text).toContain('From: Course <course@school.example>');
    expect(inbox[0]!.text).toContain('Auto-Submitted: auto-generated');
    const { token, to } = received();
    expect(await signInWith(token, to)).toBe('/teach?a=1');
    expect((await accountOf(new Headers({ cookie: carryCookies() })))!.id).toBe(id);
    browser();
    expect(await signInWith(token, to)).toBe(`/links/${token}`);
    expect(request.cookies.has(SESSION)).toBe(false);
  });

  test('changes nothing when it is only opened', async () => {
    await account();
    const token = await receivedAfterAsking();
    for (let n = 0; n < 2; n++)
      expect(await linkOffer(token)).toEqual({
        purpose: 'email',
        name: 'Ada',
        email: ada.email,
        maySignIn: true,
      });
    expect(await signInWith(token, '/')).toBe('/');
  });

  test('adopts the work of an anonymous learner', async () => {
    const { id } = await account();
    await noteRunner(runner());
    const learner = await newLearner();
    await submitted(learner, 'golf');
    browser(learner.cookie);
    await signInWith(await receivedAfterAsking(), '/');
    expect(await site.query('SELECT DISTINCT learner_id FROM run')).toEqual([{ learner_id: id }]);
  });

  test('sets a new password, and ends every session', async () => {
    const { cookie } = await account();
    const token = await receivedAfterAsking();
    expect(await submitNewPassword(token, {}, form({ password: 'five random words' }))).toEqual({
      continueTo: '/sign-in?changed=password',
    });
    expect(await accountOf(new Headers({ cookie }))).toBeNull();
    expect(await signInWith(token, '/'), 'once').toBe(`/links/${token}`);
    expect(await submitSignIn('/', {}, form({ ...ada, password: 'five random words' }))).toEqual({
      continueTo: '/',
    });
    expect(await site.query('SELECT 1 FROM audit_entry'), 'not what staff did').toEqual([]);
  });

  test('works for an hour, and only the newest one', async () => {
    await account();
    const first = await receivedAfterAsking();
    const second = await receivedAfterAsking();
    expect(await signInWith(first, '/')).toBe(`/links/${first}`);
    await site.query(`UPDATE one_time_link SET expires_at = expires_at - interval '61 minutes'`);
    expect(await signInWith(second, '/')).toBe(`/links/${second}`);
  });

  test('ends when the owner changes the password', async () => {
    const { cookie } = await account();
    const token = await receivedAfterAsking();
    browser(cookie);
    const passwords = { current: ada.password, password: 'five random words' };
    expect(await submitPassword({}, form(passwords))).toHaveProperty('done');
    expect(await linkOffer(token)).toBeUndefined();
  });

  test('signs nobody in from a page of a different site', async () => {
    await account();
    const token = await receivedAfterAsking();
    request.headers.set('origin', 'https://evil.example');
    expect(await signInWith(token, '/')).toBeNull();
    expect(request.cookies.has(SESSION)).toBe(false);
  });

  test('says so if the network has signed in too often', async () => {
    await account();
    const token = await receivedAfterAsking();
    await site.query(`UPDATE hourly_use SET count = 600 WHERE kind = 'sign-in'`);
    expect(await signInWith(token, '/')).toBe('/sign-in?problem=limited');
  });

  test('does not replace the second factor', async () => {
    const { id } = await account();
    const secret = newTotpSecret();
    await site.query(
      'INSERT INTO second_factor (user_id, secret, confirmed_at, last_step) VALUES ($1, $2, now(), 0)',
      [id, seal(secret, 'second factor', id)],
    );
    const token = await receivedAfterAsking();
    expect(await signInWith(token, '/teach')).toBe('/sign-in/code?to=%2Fteach');
    expect(request.cookies.has(SESSION)).toBe(false);
    carryCookies();
    const code = totpCode(secret, totpStep(Date.now()));
    expect(await submitCode('/teach', {}, form({ code }))).toEqual({ continueTo: '/teach' });
  });

  test.each(['https://evil.example', '//evil.example'])('never leads to %s', async (to) => {
    await account();
    await ask(ada.email, to);
    expect(received().to).toBe('/account');
    expect(await signInWith(received().token, to)).toBe('/account');
  });
});

describe('an address that was never confirmed', () => {
  test('has to get a new password, which ends all other ways into the account', async () => {
    // Someone else created the account with Ada's address.
    const { id, cookie } = await account(false);
    await site.query(
      `INSERT INTO api_token (id, user_id, name, token_hash, expires_at) VALUES ('t', $1, 'x', 'h', now() + interval '1 day')`,
      [id],
    );
    await site.query(
      `INSERT INTO account (id, provider_id, account_id, user_id, updated_at) VALUES ('s', 'school', 'eve', $1, now())`,
      [id],
    );
    await site.query(
      'INSERT INTO second_factor (user_id, secret, confirmed_at, last_step) VALUES ($1, $2, now(), 0)',
      [id, 'x'],
    );
    const token = await receivedAfterAsking();
    expect(await linkOffer(token)).toMatchObject({ maySignIn: false });
    expect(await signInWith(token, '/')).toBe(`/links/${token}`);
    expect(request.cookies.has(SESSION)).toBe(false);
    await submitNewPassword(token, {}, form({ password: 'five random words' }));
    expect(await accountOf(new Headers({ cookie }))).toBeNull();
    expect(await site.query('SELECT 1 FROM api_token')).toEqual([]);
    expect(await site.query('SELECT 1 FROM second_factor')).toEqual([]);
    expect(await site.query('SELECT provider_id FROM account')).toEqual([{ provider_id: 'credential' }]);
    expect(await submitSignIn('/', {}, form(ada)), 'the old password').toHaveProperty('message');
    expect(await linkOffer(await receivedAfterAsking()), 'from now on').toMatchObject({ maySignIn: true });
  });

  test('near miss: a confirmed one keeps its schools and second factor, but not its tokens', async () => {
    const { id } = await account();
    await site.query('UPDATE "user" SET email_verified = true');
    await site.query(
      `INSERT INTO api_token (id, user_id, name, token_hash, expires_at) VALUES ('t', $1, 'x', 'h', now() + interval '1 day')`,
      [id],
    );
    await site.query(
      `INSERT INTO account (id, provider_id, account_id, user_id, updated_at) VALUES ('s', 'school', 'eve', $1, now())`,
      [id],
    );
    await site.query('INSERT INTO second_factor (user_id, secret, confirmed_at) VALUES ($1, $2, now())', [
      id,
      'x',
    ]);
    await submitNewPassword(await receivedAfterAsking(), {}, form({ password: 'five random words' }));
    expect(await site.query('SELECT 1 FROM api_token')).toEqual([]);
    expect(await site.query('SELECT 1 FROM second_factor')).toHaveLength(1);
    expect(await site.query('SELECT 1 FROM account')).toHaveLength(2);
  });
});

describe('asking', () => {
  test('is answered alike, and before anything is looked up, whether or not there is an account', async () => {
    await account();
    const answers = [];
    for (const email of [ada.email, 'nobody@school.example']) {
      answers.push(await submitMailLink('/', {}, form({ email })));
      expect(await site.query('SELECT 1 FROM one_time_link'), 'before the response').toEqual([]);
    }
    expect(answers[0]).toEqual(answers[1]);
    for (const task of request.after.splice(0)) await task();
    expect(inbox.map(({ to }) => to)).toEqual([[ada.email]]);
  });

  test('is limited per address, from all networks, whether or not there is an account', async () => {
    for (const email of [ada.email, 'nobody@school.example']) {
      for (let n = 0; n < 5; n++) expect(await ask(email)).toMatchObject(sent);
      request.headers.set('x-forwarded-for', '203.0.113.9');
      expect(await ask(email)).toMatchObject({
        message: expect.stringContaining('limit of 5 links by e-mail'),
      });
    }
  });

  test('is refused from another site, and for something that is no address', async () => {
    await account();
    expect(await ask('ada')).toMatchObject({ problems: { email: expect.any(String) } });
    request.headers.set('origin', 'https://evil.example');
    expect(await ask()).toMatchObject({ message: expect.stringContaining('did not come from') });
    expect(inbox).toEqual([]);
  });

  test('tells the operator, not the visitor, that the mail server refused it', async () => {
    await account();
    refusal = Object.assign(new Error('no such mailbox <ada@school.example>'), { responseCode: 550 });
    expect(await ask()).toMatchObject(sent);
    expect(mailProblem()).toEqual({ at: expect.any(Date), code: 'EENVELOPE 550' });
    refusal = undefined;
    expect(await ask()).toMatchObject(sent);
    expect(mailProblem()).toBeUndefined();
  });
});
