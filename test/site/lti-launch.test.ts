/** Launches that have to be refused. Each ends on a page that says why, and nothing is stored. */
import type { ServerResponse } from 'node:http';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { GET as getLaunch } from '../../app/api/lti/launch/route.ts';
import LtiProblemPage from '../../app/lti/problem/page.tsx';
import { bodyLimits } from '../../lib/http/body-limits.ts';
import {
  type Asked,
  type Browser,
  type Claims,
  type Lms,
  type Signing,
  SETTINGS,
  choosingClaims,
  claim,
  cookieOf,
  foreignKeys,
  hmacWithPublicKey,
  launch,
  launchClaims,
  login,
  newBrowser,
  openLink,
  openLmsClass,
} from './lms.ts';
import { newAccount } from './school.ts';
import { type Site, openSite } from './site.ts';

vi.mock('next/headers', async () => (await import('./request.ts')).nextHeaders);

const SITE = 'http://localhost:3997';
let site: Site;
let lms: Lms;
/** An LMS of a different course, with a key set of its own. */
let otherLms: Lms;
let browser: Browser;

beforeAll(async () => {
  site = await openSite({ SITE_URL: SITE });
});
afterAll(() => site.close());
beforeEach(async () => {
  const ines = await newAccount(site, 'Ines');
  ({ lms } = await openLmsClass(site, ines.id));
  ({ lms: otherLms } = await openLmsClass(site, ines.id, 'other-client'));
  await site.query(`INSERT INTO lti_deployment (platform_id, deployment_id) VALUES ($1, '2')`, [
    otherLms.platformId,
  ]);
  browser = newBrowser();
});
afterEach(async () => {
  lms.close();
  otherLms.close();
  await site.clear('lti_nonce', 'hourly_use', 'course', 'session', 'account', 'user');
});

/** Everything that a launch could leave behind. */
async function traces(): Promise<Record<string, number>> {
  const tables = ['session', 'account', 'user', 'cohort_member', 'lti_context', 'lti_link', 'lti_visit'];
  const [counts] = await site.query<Record<string, number>>(
    `SELECT ${tables.map((table) => `(SELECT count(*)::int FROM "${table}") AS "${table}"`).join(', ')}`,
  );
  return counts!;
}

interface Attempt {
  /** Changes the login. */
  login?: Record<string, string | undefined>;
  claims?(good: Claims, asked: Asked): Claims;
  /** Whether content is asked for instead of opening a link. */
  isChoosing?: true;
  signing?(): Signing;
  /** The form that is posted, instead of token and state. */
  form?(idToken: string, state: string): Record<string, string> | string[][];
  headers?: Record<string, string>;
  /** What happens between login and launch. */
  before?(asked: Asked): unknown;
  /** How the key set is answered. */
  keySet?(response: ServerResponse): void;
}

/** Makes an attempt. @returns where the browser ends */
async function attempt(how: Attempt): Promise<string> {
  const { response, asked } = await login(browser, SITE, lms, how.login);
  if (!asked) return response.headers.get('location')!;
  lms.keySet = how.keySet;
  const make = how.isChoosing ? choosingClaims : launchClaims;
  const good = make(lms, SITE, asked);
  const idToken = lms.token(how.claims?.(good, asked) ?? good, how.signing?.());
  await how.before?.(asked);
  const state = asked.get('state')!;
  return launch(browser, SITE, how.form?.(idToken, state) ?? { id_token: idToken, state }, how.headers);
}

const now = () => Math.floor(Date.now() / 1_000);
const change = (changed: Claims) => (good: Claims) => ({ ...good, ...changed });
const settings = (changed: Claims) => (good: Claims) => ({
  ...good,
  [SETTINGS]: { ...(good[SETTINGS] as Claims), ...changed },
});
const answer = (status: number, headers: Record<string, string>, body: string) => (to: ServerResponse) =>
  to.writeHead(status, headers).end(body);

const hostile: Record<string, [problem: string, how: Attempt]> = {
  // The signature.
  'algorithm none': ['signature', { signing: () => ({ header: { alg: 'none' }, signature: () => '' }) }],
  'HS256 with the public key': [
    'signature',
    { signing: () => ({ header: { alg: 'HS256' }, signature: hmacWithPublicKey(lms) }) },
  ],
  'RS512 with the right key': [
    'signature',
    { signing: () => ({ header: { alg: 'RS512' }, signature: (text) => lms.rs512(text) }) },
  ],
  'a key of someone else': ['signature', { signing: () => ({ key: foreignKeys.privateKey }) }],
  'an unknown key ID': ['signature', { signing: () => ({ header: { kid: 'unknown' } }) }],
  'the key of another LMS': [
    'signature',
    { form: (_token, state) => ({ id_token: otherLms.token(asOther()), state }) },
  ],
  'a key inside the header': [
    'signature',
    {
      signing: () => ({
        key: foreignKeys.privateKey,
        header: { kid: 'x', jwk: foreignKeys.publicKey.export({ format: 'jwk' }) },
      }),
    },
  ],
  'an address of keys inside the header': [
    'signature',
    {
      signing: () => ({
        key: foreignKeys.privateKey,
        header: { kid: 'x', jku: `${otherLms.issuer}/keys` },
      }),
    },
  ],
  'changed claims': [
    'signature',
    {
      form: (token, state) => {
        const [header, claims, signature] = token.split('.');
        const changed = { ...JSON.parse(Buffer.from(claims!, 'base64url').toString()), sub: 'admin' };
        const text = Buffer.from(JSON.stringify(changed)).toString('base64url');
        return { id_token: `${header}.${text}.${signature}`, state };
      },
    },
  ],
  'no token at all': ['signature', { form: (_token, state) => ({ id_token: 'a.b.c', state }) }],

  // For whom and by whom.
  'a wrong issuer': ['wrong-audience', { claims: change({ iss: 'https://evil.example' }) }],
  'no issuer': ['wrong-audience', { claims: change({ iss: undefined }) }],
  'a wrong audience': ['wrong-audience', { claims: change({ aud: 'other-client' }) }],
  'no audience': ['wrong-audience', { claims: change({ aud: undefined }) }],
  'several audiences without the authorized party': [
    'wrong-audience',
    { claims: change({ aud: ['site', 'other-client'] }) },
  ],
  'several audiences and a foreign authorized party': [
    'wrong-audience',
    { claims: change({ aud: ['site', 'other-client'], azp: 'other-client' }) },
  ],
  'a foreign authorized party': ['wrong-audience', { claims: change({ azp: 'other-client' }) }],

  // When.
  expired: ['expired', { claims: (good) => ({ ...good, iat: now() - 300, exp: now() - 120 }) }],
  'no expiry': ['expired', { claims: change({ exp: undefined }) }],
  'no time of issue': ['expired', { claims: change({ iat: undefined }) }],
  'not valid yet': ['expired', { claims: (good) => ({ ...good, nbf: now() + 300 }) }],
  'issued in the future': [
    'expired',
    { claims: (good) => ({ ...good, iat: now() + 300, exp: now() + 600 }) },
  ],
  'issued long ago': ['expired', { claims: (good) => ({ ...good, iat: now() - 3_600, exp: now() + 3_600 }) }],

  // Nonce and state.
  'no nonce': ['wrong-nonce', { claims: change({ nonce: undefined }) }],
  'a nonce of its own': ['wrong-nonce', { claims: change({ nonce: 'chosen' }) }],
  'the nonce of a different browser': [
    'wrong-nonce',
    {
      form: (_token, state) => ({ id_token: lms.token(launchClaims(lms, SITE, askedByOther)), state }),
    },
  ],
  'no state': ['not-a-launch', { form: (token) => ({ id_token: token }) }],
  'a state of its own': ['other-browser', { form: (token) => ({ id_token: token, state: 'chosen' }) }],
  'the state of a different browser': [
    'other-browser',
    {
      form: () => ({
        id_token: lms.token(launchClaims(lms, SITE, askedByOther)),
        state: askedByOther.get('state')!,
      }),
    },
  ],
  'a browser without the cookie': ['other-browser', { before: () => browser.cookies.clear() }],
  'a browser with a cookie of its own': [
    'other-browser',
    { before: () => browser.cookies.set('dfm.lti', 'a'.repeat(43)) },
  ],
  'a state that is too old': [
    'other-browser',
    {
      before: () => vi.setSystemTime(Date.now() + 10 * 60_000 + 1_000),
    },
  ],

  // From where.
  'an unknown deployment': ['unknown-deployment', { claims: change({ [claim('deployment_id')]: '3' }) }],
  'the deployment of another LMS': [
    'unknown-deployment',
    { claims: change({ [claim('deployment_id')]: '2' }) },
  ],
  'no deployment': ['unknown-deployment', { claims: change({ [claim('deployment_id')]: undefined }) }],
  'an LMS that was deleted meanwhile': [
    'unknown-platform',
    { before: () => site.query('DELETE FROM lti_platform WHERE id = $1', [lms.platformId]) },
  ],
  'a login of an unknown issuer': ['unknown-platform', { login: { iss: 'https://evil.example' } }],
  'a login of an unknown client': ['unknown-platform', { login: { client_id: 'evil' } }],
  'a login from an unknown deployment': ['unknown-deployment', { login: { lti_deployment_id: '2' } }],

  // What.
  'version 1.1': ['not-lti', { claims: change({ [claim('version')]: 'LTI-1p0' }) }],
  'no version': ['not-lti', { claims: change({ [claim('version')]: undefined }) }],
  'another message type': ['not-lti', { claims: change({ [claim('message_type')]: 'LtiSubmissionReview' }) }],
  'no person': ['no-person', { claims: change({ sub: undefined }) }],
  'a person without an ID': ['no-person', { claims: change({ sub: '' }) }],
  'a person with a NUL': ['no-person', { claims: change({ sub: 'a\0b' }) }],
  'a person with a long ID': ['no-person', { claims: change({ sub: 'a'.repeat(256) }) }],
  'a foreign target': [
    'foreign-target',
    { claims: change({ [claim('target_link_uri')]: 'https://evil.example/exercises/cache-order' }) },
  ],
  'a target that only begins like this site': [
    'foreign-target',
    { claims: change({ [claim('target_link_uri')]: `${SITE}.evil.example/exercises/cache-order` }) },
  ],
  'no target': ['foreign-target', { claims: change({ [claim('target_link_uri')]: undefined }) }],
  'a login with a foreign target': [
    'foreign-target',
    { login: { target_link_uri: 'https://evil.example/' } },
  ],
  'a login without a target': ['not-a-launch', { login: { target_link_uri: undefined } }],
  'a target that is no work': [
    'unknown-work',
    { claims: change({ [claim('target_link_uri')]: `${SITE}/operator` }) },
  ],
  'no resource link': ['no-link', { claims: change({ [claim('resource_link')]: undefined }) }],
  'a resource link without an ID': [
    'no-link',
    { claims: change({ [claim('resource_link')]: { title: 'A' } }) },
  ],
  'no context': ['no-context', { claims: change({ [claim('context')]: undefined }) }],
  'a return to a script': [
    'no-return',
    { isChoosing: true, claims: settings({ deep_link_return_url: 'javascript:alert(1)' }) },
  ],
  'a return to an address without encryption': [
    'no-return',
    { isChoosing: true, claims: settings({ deep_link_return_url: 'http://evil.example/' }) },
  ],
  'no return': ['no-return', { isChoosing: true, claims: change({ [SETTINGS]: undefined }) }],
  'a return of files only': ['no-return', { isChoosing: true, claims: settings({ accept_types: ['file'] }) }],

  // The form.
  'a refusal of the LMS': [
    'platform-refused',
    { form: (_token, state) => ({ error: 'login_required', state }) },
  ],
  'no token': ['not-a-launch', { form: (_token, state) => ({ state }) }],
  'two tokens': [
    'not-a-launch',
    {
      form: (token, state) => [
        ['id_token', token],
        ['id_token', token],
        ['state', state],
      ],
    },
  ],
  'two states': [
    'not-a-launch',
    {
      form: (token, state) => [
        ['id_token', token],
        ['state', state],
        ['state', state],
      ],
    },
  ],
  'a token of 1 MB': ['not-a-launch', { claims: change({ more: 'a'.repeat(2 ** 20) }) }],
  'a form that is none': ['not-a-launch', { headers: { 'content-type': 'text/plain' } }],

  // The key set.
  'a huge key set': [
    'keys-unreachable',
    { keySet: answer(200, {}, JSON.stringify({ keys: [], more: 'a'.repeat(2 ** 21) })) },
  ],
  'a key set that is never sent': ['keys-unreachable', { keySet: () => undefined }],
  'a key set that never ends': [
    'keys-unreachable',
    { keySet: (response) => void response.writeHead(200).write('{"keys": [') },
  ],
  'a key set that is elsewhere': [
    'keys-unreachable',
    { keySet: answer(302, { location: 'http://169.254.169.254/keys' }, '') },
  ],
  'a key set that is none': ['keys-unreachable', { keySet: answer(200, {}, '<html>') }],
  'a key set without keys': ['signature', { keySet: answer(200, {}, '{"keys": []}') }],
  'a key set that fails': ['keys-unreachable', { keySet: answer(500, {}, '{"keys": []}') }],
};

/** Claims that are right for the first LMS, for a token of the other one. */
let asOther: () => Claims;
/** What the site asked in a different browser. */
let askedByOther: Asked;

describe('a launch is refused with', () => {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    askedByOther = (await login(newBrowser(), SITE, lms)).asked!;
  });
  afterEach(() => vi.useRealTimers());

  test.each(Object.entries(hostile))('%s', async (_name, [problem, how]) => {
    const { asked } = await login(browser, SITE, lms);
    asOther = () => launchClaims(lms, SITE, asked!);
    const before = await traces();
    const end = await attempt(how);
    expect(end).toBe(`/lti/problem?code=${problem}`);
    const after = await traces();
    expect(after).toEqual(before);
    expect(cookieOf(browser)).not.toContain('session');
  });

  test('the page about it', async () => {
    for (const [problem] of Object.values(hostile)) {
      const page = await LtiProblemPage({ searchParams: Promise.resolve({ code: problem }) });
      const html = renderToStaticMarkup(page);
      expect(html).toContain('Technical reason');
      expect(html).toContain(`<code>${problem}</code>`);
    }
  });
});

test('a right launch is accepted', async () => {
  expect(await openLink(browser, SITE, lms)).toMatch(/^\/lti\/[\w-]{36}$/);
  expect(await traces()).toMatchObject({ lti_context: 1, lti_link: 1, lti_visit: 1, account: 0, session: 0 });
});

test.each<[string, Claims]>([
  ['one audience in a list', { aud: ['site'] }],
  ['several audiences with the right authorized party', { aud: ['site', 'other-client'], azp: 'site' }],
  ['a clock that is 50 seconds ahead', { iat: Math.floor(Date.now() / 1_000) + 50 }],
])('%s is right too', async (_name, claims) => {
  expect(await openLink(browser, SITE, lms, claims)).toMatch(/^\/lti\/[\w-]{36}$/);
});

test('a launch works once', async () => {
  const { asked } = await login(browser, SITE, lms);
  const form = () => ({ id_token: lms.token(launchClaims(lms, SITE, asked!)), state: asked!.get('state')! });
  expect(await launch(browser, SITE, form())).toMatch(/^\/lti\/[\w-]{36}$/);
  const before = await traces();
  // Also with a new token for the same login.
  expect(await launch(browser, SITE, form())).toBe('/lti/problem?code=used');
  expect(await traces()).toEqual(before);
});

test('of the same launch twice at once, one is accepted', async () => {
  const { asked } = await login(browser, SITE, lms);
  const form = { id_token: lms.token(launchClaims(lms, SITE, asked!)), state: asked!.get('state')! };
  const ends = await Promise.all(Array.from({ length: 4 }, () => launch(browser, SITE, form)));
  expect(ends.filter((end) => end !== '/lti/problem?code=used')).toHaveLength(1);
});

test('several links can be opened at once', async () => {
  const [first, second] = [await login(browser, SITE, lms), await login(browser, SITE, lms)];
  for (const { asked } of [second, first]) {
    const idToken = lms.token(launchClaims(lms, SITE, asked!));
    expect(await launch(browser, SITE, { id_token: idToken, state: asked!.get('state')! })).toMatch(
      /^\/lti\/[\w-]{36}$/,
    );
  }
});

test('a key that the LMS has just made is fetched, but not again for every unknown one', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  await openLink(browser, SITE, lms);
  expect(lms.fetches).toBe(1);
  lms.rotate();
  expect(await openLink(browser, SITE, lms)).toBe('/lti/problem?code=signature');
  expect(lms.fetches).toBe(1);
  vi.setSystemTime(Date.now() + 31_000);
  expect(await openLink(browser, SITE, lms)).toMatch(/^\/lti\/[\w-]{36}$/);
  expect(lms.fetches).toBe(2);
  vi.useRealTimers();
});

test('someone who opens the address of the launch reads what it is for', async () => {
  const response = await getLaunch(new Request(`${SITE}/api/lti/launch`), {});
  expect(response.headers.get('location')).toBe('/lti/problem?code=not-a-launch');
});

test('too many requests of a network are refused', async () => {
  await openLink(browser, SITE, lms);
  await site.query(`UPDATE hourly_use SET count = 20000 WHERE kind = 'LMS launch'`);
  expect(await openLink(browser, SITE, lms).catch(() => 'no login')).toBe('no login');
  const { response } = await login(browser, SITE, lms);
  expect(response.headers.get('location')).toBe('/lti/problem?code=rate-limited');
});

test('the site’s server takes no larger form', () => {
  expect(bodyLimits['/api/lti/launch']).toBeLessThan(2 ** 17);
});

describe('the login', () => {
  test('asks the LMS as the standard says', async () => {
    const { asked } = await login(browser, SITE, lms, { lti_message_hint: 'hint' });
    expect(Object.fromEntries(asked!)).toEqual({
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: 'site',
      redirect_uri: `${SITE}/api/lti/launch`,
      login_hint: 'ada',
      lti_message_hint: 'hint',
      state: expect.any(String),
      nonce: expect.any(String),
    });
  });

  test('finds the LMS without a client ID if the issuer has only one', async () => {
    expect((await login(browser, SITE, lms, { client_id: undefined })).asked).toBeDefined();
    await site.query(
      `INSERT INTO lti_platform (id, course_id, name, issuer, client_id, auth_url, token_url, jwks_url)
       SELECT 'second', course_id, name, issuer, 'second', auth_url, token_url, jwks_url FROM lti_platform WHERE id = $1`,
      [lms.platformId],
    );
    const { response } = await login(browser, SITE, lms, { client_id: undefined });
    expect(response.headers.get('location')).toBe('/lti/problem?code=unknown-platform');
  });

  test('in a frame is a page that only the LMS may frame, with a link that starts it in a window', async () => {
    const { GET } = await import('../../app/api/lti/login/route.ts');
    const query = new URLSearchParams({
      iss: lms.issuer,
      client_id: 'site',
      login_hint: '"><script>',
      target_link_uri: `${SITE}/exercises/cache-order`,
    });
    const headers = { 'sec-fetch-dest': 'iframe' };
    const response = await GET(new Request(`${SITE}/api/lti/login?${query}`, { headers }), {});
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(response.headers.get('content-security-policy')).toMatch(
      new RegExp(`frame-ancestors ${lms.issuer}$`),
    );
    const html = await response.text();
    expect(html).not.toContain('<script>"');
    const [, href] = /href="([^"]+)"/.exec(html)!;
    const again = await GET(new Request(`${SITE}${href!.replaceAll('&amp;', '&')}`), {});
    expect(again.headers.get('location')).toContain(`${lms.issuer}/auth?`);
  });
});
