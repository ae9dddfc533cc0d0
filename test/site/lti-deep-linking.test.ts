/** Choosing what links of an LMS lead to, and the signed answer. */
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { GET as getFramed, POST as postFramed } from '../../app/api/lti/framed/[frame]/route.ts';
import { GET as getKeySet } from '../../app/api/lti/jwks/route.ts';
import { GET as getLogin } from '../../app/api/lti/login/route.ts';
import { GET as getReturn } from '../../app/api/lti/return/[visit]/route.ts';
import { submitClass, submitContent } from '../../app/lti/[visit]/actions.ts';
import LtiVisitPage from '../../app/lti/[visit]/page.tsx';
import { submitNewKey } from '../../app/teach/lms/actions.ts';
import { expire } from '../../lib/limits/retention.ts';
import {
  type Browser,
  type Claims,
  type Lms,
  choosingClaims,
  cookieOf,
  launch,
  login,
  newBrowser,
  openLmsClass,
  bindContext,
} from './lms.ts';
import { form, request } from './request.ts';
import { newCohort, newSignedIn } from './school.ts';
import { type Site, type Visitor, openSite } from './site.ts';

vi.mock('next/headers', async () => (await import('./request.ts')).nextHeaders);
vi.mock('next/cache', () => ({ refresh: () => {} }));

const SITE = 'http://localhost:3995';
let site: Site;
let lms: Lms;
let instructor: Visitor;
let cohortId: string;
let browser: Browser;

beforeAll(async () => {
  site = await openSite({ SITE_URL: SITE });
});
afterAll(() => site.close());
beforeEach(async () => {
  instructor = await newSignedIn(site, 'Ines');
  ({ cohortId, lms } = await openLmsClass(site, instructor.id));
  browser = newBrowser();
});
afterEach(async () => {
  lms.close();
  await site.clear(
    'audit_entry',
    'lti_nonce',
    'lti_key',
    'hourly_use',
    'course',
    'session',
    'account',
    'user',
  );
});

/** Who is signed in in the browser; undefined for nobody. */
function as(visitor: Visitor | undefined): void {
  const cookie = [cookieOf(browser), visitor?.cookie].filter(Boolean).join('; ');
  request.headers = new Headers({ origin: SITE, cookie });
  request.cookies.clear();
}

/** The LMS asks for content. @returns the ID of the visit */
async function ask(settings: Claims = {}, change: Record<string, string> = {}): Promise<string> {
  const { asked } = await login(browser, SITE, lms, {
    target_link_uri: `${SITE}/api/lti/deep-link`,
    ...change,
  });
  const path = await launch(browser, SITE, {
    id_token: lms.token(choosingClaims(lms, SITE, asked!, settings)),
    state: asked!.get('state')!,
  });
  expect(path).toMatch(/^\/lti\/[\w-]{36}$/);
  return path.slice('/lti/'.length);
}

const bind = () => bindContext(site, { lms, cohortId });

const page = async (visit: string): Promise<string> =>
  renderToStaticMarkup(
    (await LtiVisitPage({ params: Promise.resolve({ visit }) })) as Parameters<
      typeof renderToStaticMarkup
    >[0],
  );
const takeBack = (visit: string) =>
  getReturn(new Request(`${SITE}/api/lti/return/${visit}`, { headers: request.headers }), {
    params: Promise.resolve({ visit }),
  });

const keySet = async () => (await getKeySet(new Request(`${SITE}/api/lti/jwks`), {})).json();

/** The address and the claims of the form that a page sends by itself, verified as an LMS does it. */
async function sent(response: Response): Promise<{ to: string; claims: Claims }> {
  const html = await response.text();
  const [, to] = /action="([^"]+)"/.exec(html)!;
  const [, jwt] = /name="JWT" value="([^"]+)"/.exec(html)!;
  const { payload } = await jwtVerify(jwt!, createLocalJWKSet(await keySet()), {
    algorithms: ['RS256'],
    issuer: lms.clientId,
    audience: lms.issuer,
    maxTokenAge: 300,
  });
  return { to: to!, claims: payload };
}

const assigned = () => site.query('SELECT kind, slug, due_at FROM assignment ORDER BY slug');
const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

describe('an instructor', () => {
  beforeEach(async () => {
    await bind();
  });

  test('chooses several, which are assigned and go back to the LMS with signature', async () => {
    await site.query(
      `INSERT INTO assignment (cohort_id, kind, slug, due_at) VALUES ($1, 'exercise', 'golf', '2035-01-01')`,
      [cohortId],
    );
    const visit = await ask();
    as(instructor);
    const html = await page(visit);
    expect(html).toContain('name="choose:exercise/golf"');
    expect(html).toContain('exercise, assigned');
    const choice = {
      'choose:exercise/golf': 'on',
      'choose:exercise/cache-order': 'on',
      'choose:quiz/how-the-cache-decides': 'on',
    };
    expect(await submitContent(visit, {}, form(choice))).toEqual({ continueTo: `/api/lti/return/${visit}` });
    expect(await assigned()).toEqual([
      { kind: 'exercise', slug: 'cache-order', due_at: null },
      { kind: 'exercise', slug: 'golf', due_at: new Date('2035-01-01') },
      { kind: 'quiz', slug: 'how-the-cache-decides', due_at: null },
    ]);
    expect(await site.query('SELECT action, actor_id, details FROM audit_entry')).toEqual([
      {
        action: 'assignments.save',
        actor_id: instructor.id,
        details: { added: 2, changed: 0, removed: 0 },
      },
    ]);
    const response = await takeBack(visit);
    expect(response.headers.get('content-security-policy')).toContain(`form-action ${lms.issuer};`);
    const { to, claims } = await sent(response);
    expect(to).toBe(`${lms.issuer}/return`);
    expect(claims).toMatchObject({
      nonce: expect.any(String),
      'https://purl.imsglobal.org/spec/lti/claim/message_type': 'LtiDeepLinkingResponse',
      'https://purl.imsglobal.org/spec/lti/claim/version': '1.3.0',
      'https://purl.imsglobal.org/spec/lti/claim/deployment_id': '1',
      [`${DL}data`]: 'opaque "data" of the LMS',
    });
    const items = claims[`${DL}content_items`] as Claims[];
    expect(items).toHaveLength(3);
    expect(items).toContainEqual({
      type: 'ltiResourceLink',
      title: expect.any(String),
      url: `${SITE}/exercises/cache-order`,
      custom: { kind: 'exercise', slug: 'cache-order' },
      window: { targetName: '_blank' },
      lineItem: { scoreMaximum: 100, label: expect.any(String), resourceId: 'exercise/cache-order' },
    });
    expect((await takeBack(visit)).status, 'it works once').toBe(404);
  });

  test('chooses one if the LMS takes no more, without a column if it takes none', async () => {
    const visit = await ask({ accept_multiple: false, accept_lineitem: false, data: undefined });
    as(instructor);
    expect(await page(visit)).toContain('type="radio"');
    const two = { 'choose:exercise/golf': 'on', one: 'exercise/cache-order' };
    expect(await submitContent(visit, {}, form(two))).toHaveProperty('message');
    expect(await assigned()).toEqual([]);
    expect(await submitContent(visit, {}, form({ one: 'exercise/cache-order' }))).toHaveProperty(
      'continueTo',
    );
    const { claims } = await sent(await takeBack(visit));
    expect(claims).not.toHaveProperty([`${DL}data`]);
    expect((claims[`${DL}content_items`] as Claims[])[0]).not.toHaveProperty('lineItem');
  });

  test.each([{}, { 'choose:exercise/none': 'on' }, { one: 'x' }, { 'choose:quiz/golf': 'on' }])(
    'cannot choose %s',
    async (choice) => {
      const visit = await ask();
      as(instructor);
      expect(await submitContent(visit, {}, form(choice as Record<string, string>))).toMatchObject({
        message: 'Choose at least one.',
      });
      expect((await takeBack(visit)).status).toBe(404);
    },
  );
});

test('the first request of a course of the LMS asks for its class', async () => {
  const visit = await ask();
  as(instructor);
  expect(await page(visit)).toContain('Which class is it?');
  expect(await submitContent(visit, {}, form({ one: 'exercise/golf' }))).toHaveProperty('message');
  await submitClass(visit, {}, form({ cohort: cohortId }));
  expect(await page(visit)).toContain('Choose content for Moodle');
});

test('the first request asks for a class to be created if the course has none', async () => {
  const move = 'UPDATE cohort SET course_id = $2 WHERE id = $1';
  const [{ courseId }] = (await site.query<{ courseId: string }>(
    'SELECT course_id AS "courseId" FROM cohort WHERE id = $1',
    [cohortId],
  )) as [{ courseId: string }];
  await site.query(`INSERT INTO course (id, name) VALUES ('different', 'Different')`);
  await site.query(move, [cohortId, 'different']);
  const visit = await ask();
  as(instructor);
  const text = await page(visit);
  await site.query(move, [cohortId, courseId]);
  expect(text).toContain('Create a class first');
  expect(text).not.toContain('<select');
});

describe('nothing is chosen by', () => {
  beforeEach(bind);

  test('nobody, who is asked to sign in', async () => {
    const visit = await ask();
    as(undefined);
    expect(await page(visit)).toContain('Sign in to choose content');
    expect(await submitContent(visit, {}, form({ one: 'exercise/golf' }))).toHaveProperty('message');
    expect(await assigned()).toEqual([]);
  });

  test.each(['assistant', 'author', 'instructor of another course', 'member'])('%s', async (role) => {
    const person = await newSignedIn(site, 'Otto');
    if (role === 'member')
      await site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [
        cohortId,
        person.id,
      ]);
    else if (role.startsWith('instructor')) await newCohort(site, { [person.id]: 'instructor' });
    else
      await site.query(
        'INSERT INTO staff_member (course_id, user_id, role) SELECT id, $1, $2::staff_role FROM course',
        [person.id, role],
      );
    const visit = await ask();
    as(person);
    expect(await page(visit)).toContain('Only instructors choose content');
    expect(await submitContent(visit, {}, form({ one: 'exercise/golf' }))).toHaveProperty('message');
    expect(await assigned()).toEqual([]);
  });

  test('a browser that the LMS has not sent', async () => {
    const visit = await ask();
    browser = newBrowser();
    as(instructor);
    expect(await submitContent(visit, {}, form({ one: 'exercise/golf' }))).toHaveProperty('message');
    expect(await assigned()).toEqual([]);
  });
});

test('what was chosen is not taken back by someone else', async () => {
  await bind();
  const visit = await ask();
  as(instructor);
  await submitContent(visit, {}, form({ 'choose:exercise/golf': 'on' }));
  as(undefined);
  expect((await takeBack(visit)).status).toBe(404);
  as(await newSignedIn(site, 'Otto'));
  expect((await takeBack(visit)).status).toBe(404);
  browser = newBrowser();
  as(instructor);
  expect((await takeBack(visit)).status).toBe(404);
});

describe('in a frame of the LMS', () => {
  /** Opens the login in a frame. @returns the frame's secret, and the query of its link to a new window */
  async function frame(): Promise<{ secret: string; query: URLSearchParams }> {
    const query = new URLSearchParams({
      iss: lms.issuer,
      client_id: 'site',
      login_hint: 'ines',
      target_link_uri: `${SITE}/api/lti/deep-link`,
    });
    const response = await getLogin(
      new Request(`${SITE}/api/lti/login?${query}`, { headers: { 'sec-fetch-dest': 'iframe' } }),
      {},
    );
    const html = await response.text();
    const [, secret] = /\/api\/lti\/framed\/([\w-]{43})/.exec(html)!;
    const [, href] = /href="([^"]+)"/.exec(html)!;
    return {
      secret: secret!,
      query: new URL(href!.replaceAll('&amp;', '&'), SITE).searchParams,
    };
  }

  const context = (secret: string) => ({ params: Promise.resolve({ frame: secret }) });
  const isChosen = async (secret: string) =>
    (
      await postFramed(new Request(SITE, { method: 'POST', headers: { origin: SITE } }), context(secret))
    ).json();

  test('the content that is chosen in a window goes back in the frame', async () => {
    await bind();
    const { secret, query } = await frame();
    expect(query.get('frame')).not.toBe(secret);
    const visit = await ask({}, Object.fromEntries(query));
    as(instructor);
    expect(await isChosen(secret)).toEqual({ isChosen: false });
    expect((await getFramed(new Request(SITE), context(secret))).status).toBe(404);
    expect(await submitContent(visit, {}, form({ 'choose:exercise/golf': 'on' }))).toEqual({
      continueTo: `/lti/${visit}`,
    });
    expect(await page(visit)).toContain('Go back to Moodle');
    expect(await isChosen('x')).toEqual({ isChosen: false });
    expect(await isChosen(query.get('frame')!)).toEqual({ isChosen: false });
    expect(await isChosen(secret)).toEqual({ isChosen: true });
    const response = await getFramed(new Request(SITE), context(secret));
    expect(response.headers.get('content-security-policy')).toMatch(
      new RegExp(`frame-ancestors ${lms.issuer}$`),
    );
    expect((await sent(response)).to).toBe(`${lms.issuer}/return`);
    expect((await getFramed(new Request(SITE), context(secret))).status).toBe(404);
  });

  test('whose page was closed, the window sends it', async () => {
    await bind();
    const { query } = await frame();
    const visit = await ask({}, Object.fromEntries(query));
    as(instructor);
    await submitContent(visit, {}, form({ 'choose:exercise/golf': 'on' }));
    expect(await page(visit)).toContain(`/api/lti/return/${visit}`);
    expect((await sent(await takeBack(visit))).to).toBe(`${lms.issuer}/return`);
  });
});

describe('keys', () => {
  const signature = async () => {
    const visit = await ask();
    as(instructor);
    await submitContent(visit, {}, form({ 'choose:exercise/golf': 'on' }));
    const html = await (await takeBack(visit)).text();
    return /name="JWT" value="([^"]+)"/.exec(html)![1]!;
  };
  const ids = async () => (await keySet()).keys.map(({ kid }: { kid: string }) => kid);
  const verified = async (jwt: string) =>
    jwtVerify(jwt, createLocalJWKSet(await keySet())).then(
      () => true,
      () => false,
    );

  beforeEach(bind);

  test('are made once, and only their public half is shown', async () => {
    const sets = await Promise.all([keySet(), keySet(), keySet()]);
    expect(sets[0].keys).toHaveLength(1);
    expect(sets).toEqual([sets[0], sets[0], sets[0]]);
    expect(Object.keys(sets[0].keys[0]).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    const rows = await site.query<{ private_key: string }>('SELECT private_key FROM lti_key');
    expect(rows).toHaveLength(1);
    expect(rows[0]!.private_key).not.toContain(sets[0].keys[0].n);
    expect(rows[0]!.private_key).not.toMatch(/"|RSA/);
  });

  test('can be renewed: the new one signs, and the old one is shown for a week', async () => {
    const admin = await newSignedIn(site, 'Adam', true);
    const old = await signature();
    as(instructor);
    expect(await submitNewKey()).toHaveProperty('message');
    as(admin);
    expect(await submitNewKey()).toHaveProperty('done');
    const fresh = await signature();
    expect(decodeProtectedHeader(fresh).kid).not.toBe(decodeProtectedHeader(old).kid);
    expect(await ids()).toEqual([decodeProtectedHeader(fresh).kid, decodeProtectedHeader(old).kid]);
    expect([await verified(old), await verified(fresh)]).toEqual([true, true]);
    await site.query(`UPDATE lti_key SET retired_at = retired_at - interval '6 days 23 hours'`);
    await expire();
    expect(await verified(old)).toBe(true);
    await site.query(`UPDATE lti_key SET retired_at = retired_at - interval '1 hour 1 minute'`);
    expect(await ids()).toEqual([decodeProtectedHeader(fresh).kid]);
    expect([await verified(old), await verified(fresh)]).toEqual([false, true]);
    await expire();
    expect(await site.query('SELECT 1 FROM lti_key')).toHaveLength(1);
  });

  test('that cannot be read any more are replaced', async () => {
    await keySet();
    await site.query(`UPDATE lti_key SET private_key = 'sealed-with-another-secret-of-the-site-0123456789'`);
    const [id] = await ids();
    expect(id).toBeDefined();
    expect(await verified(await signature())).toBe(true);
  });
});
