/** What happens to someone whom an LMS has sent here: account, session, class. */
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitDisconnection } from '../../app/account/actions.ts';
import { submitAccount } from '../../app/create-account/actions.ts';
import { submitClass, submitConnection } from '../../app/lti/[visit]/actions.ts';
import LtiVisitPage from '../../app/lti/[visit]/page.tsx';
import { POST as postSignIn } from '../../app/lti/[visit]/sign-in/route.ts';
import { submitCode } from '../../app/sign-in/code/actions.ts';
import { newTotpSecret, totpCode, totpStep } from '../../lib/accounts/totp.ts';
import { accountOf } from '../../lib/auth/session.ts';
import { expire } from '../../lib/limits/retention.ts';
import { seal } from '../../lib/platform/sealed.ts';
import {
  type Browser,
  type Claims,
  type Lms,
  bindContext,
  claim,
  newBrowser,
  openLink as open,
  openLms,
  openLmsClass,
} from './lms.ts';
import { form, request } from './request.ts';
import { newAccount, newCohort } from './school.ts';
import { type Site, newLearner, openSite } from './site.ts';

vi.mock('next/headers', async () => (await import('./request.ts')).nextHeaders);
vi.mock('next/cache', () => ({ refresh: () => {} }));

const SITE = 'http://localhost:3996';
const password = 'four random words';
let site: Site;
let lms: Lms;
let browser: Browser;
let cohortId: string;

beforeAll(async () => {
  site = await openSite({ SITE_URL: SITE });
});
afterAll(() => site.close());
beforeEach(async () => {
  const ines = await newAccount(site, 'Ines');
  ({ cohortId, lms } = await openLmsClass(site, ines.id));
  use(newBrowser());
});
afterEach(async () => {
  lms.close();
  await site.clear(
    'audit_entry',
    'second_factor',
    'pending_sign_in',
    'lti_nonce',
    'hourly_use',
    'course',
    'submission',
    'session',
    'account',
    'user',
  );
});

/** Uses a browser from now on. */
function use(next: Browser): void {
  browser = next;
  request.cookies = next.cookies;
  sendCookies();
}

function sendCookies(): void {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  request.headers = new Headers({ origin: SITE, cookie });
}

/** Opens the link. @returns the ID of the visit */
async function openLink(claims: Claims = {}): Promise<string> {
  const path = await open(browser, SITE, lms, claims);
  expect(path).toMatch(/^\/lti\/[\w-]{36}$/);
  sendCookies();
  return path.slice('/lti/'.length);
}

const bind = () => bindContext(site, { lms, cohortId });

/** The page of a visit as text, or where it leads. */
async function page(visit: string): Promise<string> {
  try {
    const content = await LtiVisitPage({ params: Promise.resolve({ visit }) });
    return renderToStaticMarkup(content as Parameters<typeof renderToStaticMarkup>[0])
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ');
  } catch (error) {
    const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '';
    if (!digest.startsWith('NEXT_REDIRECT')) throw error;
    return `→ ${digest.split(';')[2]}`;
  }
}

async function signedIn(): Promise<string | undefined> {
  sendCookies();
  return (await accountOf(request.headers))?.email;
}

/** Creates an account with a password, and signs in to it. */
async function account(name: string, email = `${name.toLowerCase()}@school.example`): Promise<string> {
  expect(await submitAccount('/', {}, form({ name, email, password }))).toEqual({ continueTo: '/' });
  sendCookies();
  return (await accountOf(request.headers))!.id;
}

/** Presses the button that signs in. @returns where it leads, or the status */
async function pressSignIn(visit: string): Promise<string> {
  const response = await postSignIn(
    new Request(`${SITE}/lti/${visit}/sign-in`, { method: 'POST', headers: request.headers }),
    { params: Promise.resolve({ visit }) },
  );
  return response.headers.get('location') ?? String(response.status);
}

const members = () =>
  site.query<{ email: string }>(
    'SELECT email FROM cohort_member JOIN "user" ON "user".id = learner_id ORDER BY email',
  );
const connections = () =>
  site.query<{ email: string; subject: string }>(
    `SELECT email, account_id AS subject FROM account JOIN "user" ON "user".id = user_id WHERE provider_id = $1`,
    [`lti:${lms.platformId}`],
  );

describe('a learner', () => {
  beforeEach(bind);

  test('is named, then gets an account, joins the class and opens the exercise', async () => {
    const visit = await openLink();
    const text = await page(visit);
    expect(text).toContain('Moodle says that you are Ada Lovelace, ada@school.example.');
    expect(text).toContain('What the staff of the class see');
    expect(await signedIn()).toBeUndefined();
    expect(await members()).toEqual([]);
    expect(await pressSignIn(visit)).toBe(`/lti/${visit}`);
    expect(await signedIn()).toBe('ada@school.example');
    expect(await members()).toEqual([{ email: 'ada@school.example' }]);
    expect(await connections()).toEqual([{ email: 'ada@school.example', subject: 'ada' }]);
    const [user] = await site.query(`SELECT email_verified FROM "user" WHERE email = 'ada@school.example'`);
    expect(user).toEqual({ email_verified: false });
  });

  test.each([
    [
      'the points that it gets, if it takes them',
      ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
      true,
    ],
    ['no points, if it takes none', [], false],
  ])('reads what the LMS sends, and %s', async (_name, scope, isNamed) => {
    const text = await page(
      await openLink({ 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': { scope } }),
    );
    expect(text).toContain('This site gets your name, your e-mail address and your ID from Moodle');
    expect(text.includes('Moodle gets your points')).toBe(isNamed);
  });

  test('opens the next link without being asked', async () => {
    await pressSignIn(await openLink());
    sendCookies();
    const visit = await openLink({
      [claim('target_link_uri')]: `${SITE}/api/lti/launch`,
      [claim('custom')]: { kind: 'quiz', slug: 'how-the-cache-decides' },
      [claim('resource_link')]: { id: 'link-2' },
    });
    expect(await page(visit)).toBe('→ /lessons/how-the-cache-decides');
    expect(await site.query(`SELECT kind, slug FROM lti_link ORDER BY resource_link_id`)).toEqual([
      { kind: 'exercise', slug: 'cache-order' },
      { kind: 'quiz', slug: 'how-the-cache-decides' },
    ]);
  });

  test('keeps the account when name and address change in the LMS', async () => {
    await pressSignIn(await openLink());
    use(newBrowser());
    const visit = await openLink({ name: 'Ada King', email: 'ada.king@school.example' });
    expect(await page(visit)).toContain('you are Ada Lovelace, ada@school.example');
    expect(await pressSignIn(visit)).toBe(`/lti/${visit}`);
    expect(await signedIn()).toBe('ada@school.example');
    expect(await connections()).toHaveLength(1);
  });

  test('brings what was done without an account along', async () => {
    const anonymous = await newLearner();
    const [name, value] = anonymous.cookie.split('=');
    browser.cookies.set(name!, value!);
    await site.query(`INSERT INTO opened_solution (learner_id, exercise) VALUES ($1, 'cache-order')`, [
      anonymous.id,
    ]);
    await pressSignIn(await openLink());
    expect(
      await site.query('SELECT email FROM opened_solution JOIN "user" ON "user".id = learner_id'),
    ).toEqual([{ email: 'ada@school.example' }]);
  });

  test('takes the group from the list of the class', async () => {
    await site.query(
      `INSERT INTO expected_member (cohort_id, email, name, group_name) VALUES ($1, 'ada@school.example', 'A', 'Blue')`,
      [cohortId],
    );
    await pressSignIn(await openLink());
    expect(await site.query('SELECT group_name FROM cohort_member')).toEqual([{ group_name: 'Blue' }]);
  });

  test('is two people in two LMSs', async () => {
    const [course] = await site.query<{ id: string }>('SELECT id FROM course');
    const other = await openLms(site, course!.id);
    await pressSignIn(await openLink());
    use(newBrowser());
    const path = await open(browser, SITE, other, { email: 'other-ada@school.example' });
    sendCookies();
    await site.query('UPDATE lti_context SET cohort_id = $1', [cohortId]);
    expect(await pressSignIn(path.slice('/lti/'.length))).toBe(path);
    expect(await members()).toHaveLength(2);
    other.close();
  });

  test('with a second factor is asked for the code, and is no member before', async () => {
    await pressSignIn(await openLink());
    const [ada] = await site.query<{ id: string }>(
      `SELECT id FROM "user" WHERE email = 'ada@school.example'`,
    );
    await site.query('DELETE FROM cohort_member');
    const secret = newTotpSecret();
    await site.query(
      'INSERT INTO second_factor (user_id, secret, confirmed_at, last_step) VALUES ($1, $2, now(), 0)',
      [ada!.id, seal(secret, 'second factor', ada!.id)],
    );
    use(newBrowser());
    const visit = await openLink();
    expect(await pressSignIn(visit)).toBe(`/sign-in/code?to=${encodeURIComponent(`/lti/${visit}`)}`);
    expect(await signedIn()).toBeUndefined();
    expect(await members()).toEqual([]);
    const code = totpCode(secret, totpStep(Date.now()));
    expect(await submitCode(`/lti/${visit}`, {}, form({ code }))).toEqual({ continueTo: `/lti/${visit}` });
    expect(await signedIn()).toBe('ada@school.example');
    expect(await pressSignIn(visit)).toBe(`/lti/${visit}`);
    expect(await members()).toHaveLength(1);
  });

  test.each([
    ['that is closed', 'UPDATE cohort SET is_open = false'],
    [
      'whose work has been deleted',
      `WITH due AS (INSERT INTO assignment (cohort_id, kind, slug, due_at) SELECT id, 'exercise', 'golf', '2020-01-01' FROM cohort)
       UPDATE cohort SET delete_after_months = 1, deletion_announced_at = '2020-01-01'`,
    ],
  ])('joins no class %s', async (_name, statement) => {
    await site.query(statement);
    const visit = await openLink();
    expect(await page(visit)).toContain('This class takes no new learners');
    expect(await pressSignIn(visit)).toBe(`/lti/${visit}`);
    expect(await members()).toEqual([]);
    expect(await connections()).toEqual([]);
  });

  test('who is a member opens links of a class that is closed', async () => {
    await pressSignIn(await openLink());
    await site.query('UPDATE cohort SET is_open = false');
    expect(await page(await openLink())).toBe('→ /exercises/cache-order');
  });

  test.each([undefined, 'not an address', 7])('without an address (%s) gets no account', async (email) => {
    const visit = await openLink({ email });
    expect(await page(visit)).toContain('Your LMS did not send your e-mail address');
    expect(await pressSignIn(visit)).toBe(`/lti/${visit}`);
    expect(await connections()).toEqual([]);
  });
});

test('a learner whose course of the LMS has no class is told to ask', async () => {
  const visit = await openLink();
  expect(await page(visit)).toContain('This course is not connected yet');
  expect(await pressSignIn(visit)).toBe(`/lti/${visit}`);
  expect(await connections()).toEqual([]);
});

describe('an account that exists', () => {
  beforeEach(bind);

  test('is not taken over by its address', async () => {
    const id = await account('Ada');
    use(newBrowser());
    const visit = await openLink();
    expect(await page(visit)).toContain('an account with this address exists here');
    expect(await pressSignIn(visit)).toBe(`/lti/${visit}`);
    expect(await submitConnection(visit, {}, form({ current: password }))).toHaveProperty('message');
    expect(await signedIn()).toBeUndefined();
    expect(await connections()).toEqual([]);
    expect(await site.query('SELECT 1 FROM cohort_member WHERE learner_id = $1', [id])).toEqual([]);
  });

  test('is connected by its owner, with the password', async () => {
    await account('Ada');
    const visit = await openLink();
    const text = await page(visit);
    expect(text).toContain('you are signed in as Ada, ada@school.example');
    expect(text).toContain('Moodle says that you are Ada Lovelace');
    expect(text).not.toContain('You get an account of your own');
    expect(await submitConnection(visit, {}, form({ current: 'wrong' }))).toHaveProperty('message');
    expect(await connections()).toEqual([]);
    expect(await submitConnection(visit, {}, form({ current: password }))).toEqual({
      continueTo: `/lti/${visit}`,
    });
    expect(await connections()).toEqual([{ email: 'ada@school.example', subject: 'ada' }]);
    expect(await members()).toEqual([{ email: 'ada@school.example' }]);
  });

  test('cannot be connected without a password', async () => {
    await account('Ada');
    await site.query('DELETE FROM account');
    const visit = await openLink();
    expect(await page(visit)).toContain('needs a password first');
    expect(await submitConnection(visit, {}, form({ current: '' }))).toHaveProperty('message');
    expect(await connections()).toEqual([]);
  });

  test('of someone else in this browser is named, and left alone', async () => {
    await account('Ben');
    const visit = await openLink();
    const text = await page(visit);
    expect(text).toContain('you are signed in as Ben, ben@school.example');
    expect(text).toContain('I am not Ben');
    expect(await pressSignIn(visit)).toBe(`/lti/${visit}`);
    expect(await signedIn()).toBe('ada@school.example');
    expect(await connections()).toEqual([{ email: 'ada@school.example', subject: 'ada' }]);
    expect(await members()).toEqual([{ email: 'ada@school.example' }]);
  });

  test('of someone else stays in use until the person of the LMS agrees', async () => {
    await pressSignIn(await openLink());
    use(newBrowser());
    await account('Ben');
    const visit = await openLink();
    expect(await page(visit)).toContain(
      'In this browser, you are signed in as Ben, ben@school.example. If you continue, you will be Ada Lovelace instead.',
    );
    expect(await signedIn()).toBe('ben@school.example');
    await pressSignIn(visit);
    expect(await signedIn()).toBe('ada@school.example');
  });

  test.each([
    ['an admin', `UPDATE "user" SET is_admin = true WHERE id = $1`],
    [
      'staff of a different course',
      `WITH other AS (INSERT INTO course (id, name) VALUES ('other', 'Other') RETURNING id)
       INSERT INTO staff_member (course_id, user_id, role) SELECT id, $1, 'author' FROM other`,
    ],
  ])('of %s is never signed in to by an LMS', async (_name, promote) => {
    const id = await account('Ada');
    await submitConnection(await openLink(), {}, form({ current: password }));
    await site.query(promote, [id]);
    use(newBrowser());
    const visit = await openLink();
    expect(await page(visit)).toContain('You have rights as staff here');
    expect(await pressSignIn(visit)).toBe(`/lti/${visit}`);
    expect(await signedIn()).toBeUndefined();
  });

  test('can be disconnected again, if there is another way to sign in', async () => {
    await account('Ada');
    await submitConnection(await openLink(), {}, form({ current: password }));
    sendCookies();
    const id = `lti:${lms.platformId}`;
    expect(await submitDisconnection({}, form({ disconnect: id }))).toEqual({ done: 'Disconnected.' });
    expect(await connections()).toEqual([]);
  });
});

describe('a visit', () => {
  beforeEach(bind);

  test('belongs to the browser in which the link was opened', async () => {
    const visit = await openLink();
    for (const cookies of [new Map<string, string>(), new Map([['dfm.lti', 'b'.repeat(43)]])]) {
      use({ cookies });
      expect(await page(visit)).toContain('Open the link again');
      expect(await pressSignIn(visit)).toBe(`/lti/${visit}`);
      expect(await signedIn()).toBeUndefined();
    }
    expect(await connections()).toEqual([]);
  });

  test('cannot be continued by a page of a different site', async () => {
    const visit = await openLink();
    request.headers.set('origin', 'https://evil.example');
    expect(await pressSignIn(visit)).toBe('403');
    request.headers.delete('origin');
    expect(await pressSignIn(visit)).toBe('403');
    expect(await connections()).toEqual([]);
  });

  test('ends when the person has continued, so the next one at the browser cannot', async () => {
    const visit = await openLink();
    await pressSignIn(visit);
    sendCookies();
    expect(await page(visit)).toBe('→ /exercises/cache-order');
    expect(await page(visit)).toContain('Open the link again');
    browser.cookies.delete('better-auth.session_token');
    sendCookies();
    expect(await pressSignIn(visit)).toBe(`/lti/${visit}`);
    expect(await signedIn()).toBeUndefined();
  });

  test('ends after half an hour, and is deleted with its nonce', async () => {
    const visit = await openLink();
    await expire();
    expect(await site.query('SELECT 1 FROM lti_visit')).toHaveLength(1);
    await site.query(`UPDATE lti_visit SET expires_at = expires_at - interval '31 minutes'`);
    await site.query(`UPDATE lti_nonce SET expires_at = expires_at - interval '11 minutes'`);
    expect(await page(visit)).toContain('Open the link again');
    await expire();
    expect(await site.query('SELECT 1 FROM lti_visit')).toEqual([]);
    expect(await site.query('SELECT 1 FROM lti_nonce')).toEqual([]);
  });

  test('of two continuations at once makes one account', async () => {
    const visit = await openLink();
    const outcomes = await Promise.all([pressSignIn(visit), pressSignIn(visit)]);
    expect(outcomes).toEqual([`/lti/${visit}`, `/lti/${visit}`]);
    expect(await connections()).toHaveLength(1);
    expect(await members()).toHaveLength(1);
  });

  test.each(['x', '', '../operator', undefined])('named %s is none', async (id) => {
    await openLink();
    expect(await pressSignIn(String(id))).toBe(`/lti/${encodeURIComponent(String(id))}`);
  });
});

describe('staff', () => {
  const staff = async (role: string) => {
    const id = await account('Otto');
    await site.query(
      'INSERT INTO staff_member (course_id, user_id, role) SELECT id, $1, $2::staff_role FROM course',
      [id, role],
    );
  };

  test('connect a course of the LMS with a class, which is recorded', async () => {
    await staff('instructor');
    const visit = await openLink();
    const text = await page(visit);
    expect(text).toContain('Which class is it?');
    expect(text).toContain('Machine learning');
    expect(text).toContain('Autumn');
    expect(await submitClass(visit, {}, form({ cohort: '' }))).toHaveProperty('message');
    expect(await submitClass(visit, {}, form({ cohort: cohortId }))).toEqual({ done: 'Connected.' });
    expect(await site.query('SELECT cohort_id, title FROM lti_context')).toEqual([
      { cohort_id: cohortId, title: 'Machine learning' },
    ]);
    expect(await site.query('SELECT action, cohort_id FROM audit_entry')).toEqual([
      { action: 'lms.bind', cohort_id: cohortId },
    ]);
    expect(await page(visit)).toBe('→ /exercises/cache-order');
    expect(await members()).toEqual([]);
    expect(await connections()).toEqual([]);
  });

  test('cannot choose a class of a different course', async () => {
    await staff('instructor');
    const other = await newCohort(site, {});
    expect(await submitClass(await openLink(), {}, form({ cohort: other }))).toHaveProperty('message');
    expect(await site.query('SELECT cohort_id FROM lti_context')).toEqual([{ cohort_id: null }]);
  });

  test.each(['assistant', 'author'])('as %s open links, but do not connect', async (role) => {
    await staff(role);
    const visit = await openLink();
    expect(await page(visit)).toContain('This course is not connected yet');
    expect(await submitClass(visit, {}, form({ cohort: cohortId }))).toHaveProperty('message');
    await site.query('UPDATE lti_context SET cohort_id = $1', [cohortId]);
    expect(await page(visit)).toBe('→ /exercises/cache-order');
    expect(await members()).toEqual([]);
  });

  test('are those with a role here, whatever role the LMS gives', async () => {
    await bind();
    const roles = [
      'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator',
      'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor',
    ];
    const visit = await openLink({ [claim('roles')]: roles });
    expect(await submitClass(visit, {}, form({ cohort: cohortId }))).toHaveProperty('message');
    await pressSignIn(visit);
    expect(await members()).toEqual([{ email: 'ada@school.example' }]);
    expect(await site.query(`SELECT 1 FROM staff_member`)).toHaveLength(1);
    expect(await site.query(`SELECT 1 FROM "user" WHERE is_admin`)).toEqual([]);
  });
});
