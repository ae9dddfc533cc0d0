import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitConnection, submitDeletion, submitDisconnection } from '../../app/account/actions.ts';
import { submitAccount } from '../../app/create-account/actions.ts';
import {
  submitNewSchool,
  submitSchoolChange,
  submitSchoolDeletion,
} from '../../app/operator/sign-in/actions.ts';
import OperatorSignInPage from '../../app/operator/sign-in/page.tsx';
import { submitCode } from '../../app/sign-in/code/actions.ts';
import { submitSchool } from '../../app/sign-in/school/actions.ts';
import { GET } from '../../app/sign-in/school/route.ts';
import { newTotpSecret, totpCode, totpStep } from '../../lib/accounts/totp.ts';
import { accountOf } from '../../lib/auth/session.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { seal } from '../../lib/platform/sealed.ts';
import { join, newCohort } from './school.ts';
import { type Site, type Visitor, newLearner, openSite, runner, submitted } from './site.ts';

/** The cookies of the browser, as the responses of the site left them. */
const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>() }));
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) =>
      request.cookies.has(name) ? { name, value: request.cookies.get(name) } : undefined,
    set: (name: string, value: string) => request.cookies.set(name, value),
    delete: (name: string) => request.cookies.delete(name),
  }),
}));
vi.mock('next/cache', () => ({ refresh: () => {} }));

const SITE = 'http://localhost:3999';
let site: Site;
let server: Server;
let issuer: string;
/** What the school says about the person who signs in there. */
let claims: Record<string, unknown>;

beforeAll(async () => {
  site = await openSite({ SITE_URL: SITE });
  server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'site', client_secret: 'secret-of-the-site', redirect_uris: [`${SITE}/sign-in/school`] },
    ],
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...claims }) }),
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
  });
  server.on('request', provider.callback());
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await site.close();
});
beforeEach(() => {
  claims = { name: 'Ada', email: 'Ada@School.example', email_verified: true };
  browser();
});
afterEach(() =>
  site.clear(
    'identity_provider',
    'audit_entry',
    'second_factor',
    'pending_sign_in',
    'course',
    'runner',
    'hourly_use',
    'run',
    'submission',
    'session',
    'account',
    'user',
  ),
);

function browser(cookie?: string): void {
  request.headers = new Headers({ origin: SITE, ...(cookie !== undefined && { cookie }) });
  request.cookies.clear();
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

async function account(email: string, isAdmin = false): Promise<Visitor> {
  browser();
  expect(
    await submitAccount('/teach', {}, form({ name: 'A', email, password: 'four random words' })),
  ).toEqual({
    continueTo: '/teach',
  });
  const visitor = await signedIn();
  if (isAdmin) await site.query('UPDATE "user" SET is_admin = true WHERE id = $1', [visitor.id]);
  return visitor;
}

/** Sends the cookies that the browser was given. */
function carryCookies(): string {
  const cookie = [...request.cookies]
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('; ');
  request.headers.set('cookie', cookie);
  return cookie;
}

async function signedIn(): Promise<Visitor> {
  const cookie = carryCookies();
  return { cookie, id: (await accountOf(new Headers({ cookie })))!.id };
}

const school = () => ({ name: 'School', issuer, clientId: 'site', password: 'secret-of-the-site' });

/** Registers the school as an admin. @returns its ID */
async function registered(): Promise<string> {
  const admin = await account('admin@school.example', true);
  browser(admin.cookie);
  expect(await submitNewSchool({}, form(school()))).toHaveProperty('done');
  browser();
  return (await site.query<{ id: string }>('SELECT id FROM identity_provider'))[0]!.id;
}

/** Signs in at the school as a person would. @returns the address to which it sends the browser */
async function atSchool(address: string, person = 'ada'): Promise<string> {
  const jar = new Map<string, string>();
  let next = address;
  for (let step = 0; step < 12 && !next.startsWith(SITE); step++) {
    const prompt = /\/interaction\/[^/]+$/.test(next);
    const send = async (body?: URLSearchParams) => {
      const response = await fetch(next, {
        method: body ? 'POST' : 'GET',
        body,
        redirect: 'manual',
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        jar.set(name!, value!);
      }
      return response;
    };
    let response = await send();
    if (prompt) {
      const kind = /name="prompt" value="(\w+)"/.exec(await response.text())![1]!;
      response = await send(new URLSearchParams({ prompt: kind, login: person, password: 'x' }));
    }
    next = new URL(response.headers.get('location')!, next).href;
  }
  return next;
}

async function started(id: string, to?: string): Promise<string> {
  const { continueTo, message } = await submitSchool(id, to);
  expect(message).toBeUndefined();
  return continueTo!;
}

/** The site's answer to the address. @returns the page on which the browser continues */
async function back(address: string): Promise<string> {
  const response = await GET(new Request(address), {});
  expect(response.status).toBe(303);
  return response.headers.get('location')!;
}

const signIn = async (id: string, person?: string, to?: string) =>
  back(await atSchool(await started(id, to), person));

/** Begins to connect the account of the browser. @returns the address of the school */
async function connecting(id: string, current = 'four random words'): Promise<string> {
  const { continueTo, message } = await submitConnection(id, {}, form({ current }));
  expect(message).toBeUndefined();
  return continueTo!;
}

const people = () => site.query('SELECT email FROM "user" WHERE email LIKE \'ada@%\'');

describe('signing in with a school', () => {
  test('creates an account, and finds it the next time', async () => {
    const id = await registered();
    expect(await signIn(id, 'ada', '/teach?a=1')).toBe('/teach?a=1');
    const first = await signedIn();
    expect(
      await site.query('SELECT name, email, email_verified FROM "user" WHERE id = $1', [first.id]),
    ).toEqual([{ name: 'Ada', email: 'ada@school.example', email_verified: true }]);
    browser();
    claims.email = 'new@school.example';
    expect(await signIn(id)).toBe('/account');
    expect((await signedIn()).id).toBe(first.id);
  });

  test('adopts the work of an anonymous learner', async () => {
    const id = await registered();
    await noteRunner(runner());
    const learner = await newLearner();
    await submitted(learner, 'golf');
    browser(learner.cookie);
    expect(await signIn(id)).toBe('/account');
    const ada = await signedIn();
    expect(await site.query('SELECT DISTINCT learner_id FROM run')).toEqual([{ learner_id: ada.id }]);
  });

  test('never connects an account that has the address', async () => {
    const id = await registered();
    await account('ada@school.example');
    browser();
    expect(await signIn(id)).toBe(`/sign-in?to=%2Faccount&problem=taken&school=${id}`);
    expect(request.cookies.has('better-auth.session_token')).toBe(false);
    expect(await site.query('SELECT 1 FROM account WHERE provider_id = $1', [id])).toEqual([]);
  });

  test('needs an e-mail address', async () => {
    const id = await registered();
    claims = { name: 'Ada' };
    expect(await signIn(id)).toContain('problem=no-email');
    expect(await people()).toEqual([]);
  });

  test('is refused with a wrong state, and by the person', async () => {
    const id = await registered();
    const answer = new URL(await atSchool(await started(id)));
    answer.searchParams.set('state', 'wrong');
    expect(await back(answer.href)).toContain('problem=invalid');
    const state = new URL(await started(id)).searchParams.get('state')!;
    const refusal = new URLSearchParams({ error: 'access_denied', state, iss: issuer });
    expect(await back(`${SITE}/sign-in/school?${refusal}`)).toContain('problem=refused');
    expect(await people()).toEqual([]);
  });

  test.each([
    ['nonce', { nonce: 'wrong' }],
    ['code verifier', { code_challenge: 'a'.repeat(43) }],
  ])('is refused with a wrong %s', async (_name, change) => {
    const id = await registered();
    const address = new URL(await started(id));
    for (const [name, value] of Object.entries(change)) address.searchParams.set(name, value);
    expect(await back(await atSchool(address.href))).toContain('problem=invalid');
    expect(await people()).toEqual([]);
  });

  test('works once per answer, even for someone who has kept the cookie', async () => {
    const id = await registered();
    const answer = await atSchool(await started(id));
    const kept = new Map(request.cookies);
    expect(await back(answer)).toBe('/account');
    browser();
    expect(await back(answer)).toContain('problem=expired');
    request.cookies = new Map(kept);
    expect(await back(answer)).toContain('problem=invalid');
  });

  test('has to end within ten minutes, in the same browser', async () => {
    const id = await registered();
    const answer = await atSchool(await started(id));
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now + 10 * 60_000 + 1);
    const page = await back(answer).finally(() => vi.restoreAllMocks());
    expect(page).toBe('/sign-in?problem=expired');
  });

  test('says so if the school cannot be reached', async () => {
    const id = await registered();
    await site.query(`UPDATE identity_provider SET issuer = 'http://localhost:1'`);
    expect(await submitSchool(id, undefined)).toMatchObject({
      message: expect.stringContaining('School cannot be reached'),
    });
  });
});

describe('an account', () => {
  test('is connected, disconnected, and keeps one way to sign in', async () => {
    const id = await registered();
    const ada = await account('ada@other.example');
    browser(ada.cookie);
    expect(await back(await atSchool(await connecting(id)))).toBe('/account');
    browser();
    expect(await signIn(id)).toBe('/account');
    expect((await signedIn()).id).toBe(ada.id);
    browser(ada.cookie);
    expect(await submitDisconnection({}, form({ disconnect: id }))).toHaveProperty('done');
    browser();
    expect(await signIn(id)).toBe('/account');
    const alone = await signedIn();
    expect(alone.id).not.toBe(ada.id);
    browser(alone.cookie);
    expect(await submitDisconnection({}, form({ disconnect: id }))).toMatchObject({
      message: expect.stringContaining('only way'),
    });
    expect(await submitDeletion({}, form({ current: 'x' }))).toHaveProperty('message');
    expect(await submitDeletion({}, form({ current: 'ada@school.example' }))).toEqual({ continueTo: '/' });
  });

  test('is connected only by someone who knows its password', async () => {
    const id = await registered();
    browser((await account('ada@other.example')).cookie);
    expect(await submitConnection(id, {}, form({ current: 'four random worlds' }))).toEqual({
      message: 'The current password is wrong.',
      values: {},
    });
    expect(request.cookies.has('sign-in-with-school')).toBe(false);
  });

  test('without a password cannot be connected with another school', async () => {
    const id = await registered();
    await signIn(id);
    browser((await signedIn()).cookie);
    expect(await submitConnection(id, {}, form({ current: 'ada@school.example' }))).toMatchObject({
      message: 'This account has no password. Choose one first.',
    });
  });

  test.each(['nobody', 'anonymous'])('is needed to connect or disconnect: %s', async (role) => {
    const id = await registered();
    browser(role === 'anonymous' ? (await newLearner()).cookie : undefined);
    const signedOut = { message: expect.stringContaining('no longer signed in') };
    expect(await submitConnection(id, {}, form({ current: 'x' }))).toMatchObject(signedOut);
    expect(await submitDisconnection({}, form({ disconnect: id }))).toMatchObject(signedOut);
  });

  test('with a second factor is signed in only after a code', async () => {
    const id = await registered();
    await signIn(id);
    const ada = await signedIn();
    const secret = newTotpSecret();
    await site.query(
      'INSERT INTO second_factor (user_id, secret, confirmed_at, last_step) VALUES ($1, $2, now(), 0)',
      [ada.id, seal(secret, 'second factor', ada.id)],
    );
    browser();
    expect(await signIn(id, 'ada', '/teach')).toBe('/sign-in/code?to=%2Fteach');
    expect(request.cookies.has('better-auth.session_token'), 'no session').toBe(false);
    carryCookies();
    expect(await submitCode('/teach', {}, form({ code: '000000' }))).toHaveProperty('message');
    const code = totpCode(secret, totpStep(Date.now()));
    expect(await submitCode('/teach', {}, form({ code }))).toEqual({ continueTo: '/teach' });
    expect((await signedIn()).id).toBe(ada.id);
  });

  test('is not connected with a person of another account, or for someone else', async () => {
    const id = await registered();
    await signIn(id);
    const ben = await account('ben@other.example');
    browser(ben.cookie);
    const answer = await atSchool(await connecting(id));
    expect(await back(answer)).toContain('problem=other-account');
    const again = await atSchool(await connecting(id), 'someone');
    request.headers.delete('cookie');
    expect(await back(again)).toContain('problem=signed-out');
  });
});

describe('an admin', () => {
  test('learns what is wrong with a school, and stores its secret encrypted', async () => {
    await registered();
    const [stored] = await site.query<{ client_secret: string }>(
      'SELECT client_secret FROM identity_provider',
    );
    expect(stored!.client_secret).not.toContain('secret-of-the-site');
    const [{ id: admin }] = (await site.query('SELECT id FROM "user" WHERE is_admin')) as [{ id: string }];
    expect(await site.query('SELECT actor_id, action FROM audit_entry')).toEqual([
      { actor_id: admin, action: 'provider.add' },
    ]);
  });

  test.each([
    ['http://school.example', 'begins with https://'],
    ['http://localhost:1', 'could not be reached'],
  ])('cannot add %s', async (address, message) => {
    browser((await account('admin@school.example', true)).cookie);
    expect(await submitNewSchool({}, form({ ...school(), issuer: address }))).toMatchObject({
      message: expect.stringContaining(message),
    });
    expect(await site.query('SELECT 1 FROM identity_provider')).toEqual([]);
  });

  test('deletes a school only after confirming who cannot sign in any more', async () => {
    const id = await registered();
    await signIn(id);
    const { cookie } = await account('other-admin@school.example', true);
    browser(cookie);
    const confirmed = form({ confirmed: 'on' });
    expect(await submitSchoolDeletion(id, 1, {}, form({}))).toHaveProperty('message');
    expect(await submitSchoolDeletion(id, 0, {}, confirmed)).toMatchObject({
      message: expect.stringContaining('One account has no other way'),
    });
    expect(await submitSchoolDeletion(id, 1, {}, confirmed)).toEqual({ done: 'Deleted.' });
    expect(await site.query('SELECT 1 FROM account WHERE provider_id = $1', [id])).toEqual([]);
    expect(await site.query(`SELECT details FROM audit_entry WHERE action = 'provider.delete'`)).toEqual([
      { details: { accounts: 1 } },
    ]);
  });
});

test.each(['nobody', 'anonymous', 'account', 'learner of a class', 'assistant', 'author', 'instructor'])(
  '%s may not manage schools',
  async (role) => {
    const id = await registered();
    const visitor =
      role === 'nobody'
        ? undefined
        : role === 'anonymous'
          ? await newLearner()
          : await account('x@school.example');
    if (visitor && role === 'learner of a class') await join(site, await newCohort(site, {}), visitor.id);
    if (visitor && ['assistant', 'author', 'instructor'].includes(role))
      await newCohort(site, { [visitor.id]: role });
    browser(visitor?.cookie);
    expect(await submitNewSchool({}, form(school()))).toHaveProperty('message');
    expect(await submitSchoolChange(id, {}, form(school()))).toHaveProperty('message');
    expect(await submitSchoolDeletion(id, 9, {}, form({ confirmed: 'on' }))).toHaveProperty('message');
    expect(await site.query('SELECT name FROM identity_provider')).toEqual([{ name: 'School' }]);
    await expect(OperatorSignInPage(), 'the page').rejects.toThrow(/NEXT_REDIRECT|NEXT_HTTP_ERROR/);
  },
);
