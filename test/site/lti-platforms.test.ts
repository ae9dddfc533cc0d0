/** Connecting LMSs with courses, and their courses with classes. */
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitClass } from '../../app/teach/lms/[context]/actions.ts';
import LmsContextPage from '../../app/teach/lms/[context]/page.tsx';
import {
  submitDeployment,
  submitDeploymentRemoval,
  submitPlatform,
  submitPlatformChange,
  submitPlatformDeletion,
} from '../../app/teach/lms/actions.ts';
import LmsPage from '../../app/teach/lms/page.tsx';
import { type Browser, type Lms, claim, newBrowser, openLink, openLmsClass } from './lms.ts';
import { form, request } from './request.ts';
import { newCohort, newSignedIn } from './school.ts';
import { type Site, type Visitor, openSite } from './site.ts';

vi.mock('next/headers', async () => (await import('./request.ts')).nextHeaders);
vi.mock('next/cache', () => ({ refresh: () => {} }));

const SITE = 'http://localhost:3994';
let site: Site;
let lms: Lms;
let instructor: Visitor;
let courseId: string;
let cohortId: string;
let browser: Browser;

beforeAll(async () => {
  site = await openSite({ SITE_URL: SITE });
});
afterAll(() => site.close());
beforeEach(async () => {
  instructor = await newSignedIn(site, 'Ines');
  ({ courseId, cohortId, lms } = await openLmsClass(site, instructor.id));
  browser = newBrowser();
  request.headers = new Headers({ origin: SITE, cookie: instructor.cookie });
  request.cookies.clear();
});
afterEach(async () => {
  lms.close();
  await site.clear('audit_entry', 'hourly_use', 'course', 'session', 'account', 'user');
});

type Content = Parameters<typeof renderToStaticMarkup>[0];
const page = async () => renderToStaticMarkup((await LmsPage()) as Content);
const contextPage = async (context: string) =>
  renderToStaticMarkup(
    (await LmsContextPage({
      params: Promise.resolve({ context }),
      searchParams: Promise.resolve({}),
    })) as Content,
  );
const fields = (change: Record<string, string> = {}) =>
  form({
    course: courseId,
    name: 'Canvas',
    issuer: lms.issuer,
    clientId: 'second',
    deploymentId: '7',
    authUrl: `${lms.issuer}/auth`,
    tokenUrl: `${lms.issuer}/token`,
    jwksUrl: `${lms.issuer}/keys`,
    ...change,
  });
const platforms = () =>
  site.query('SELECT name, client_id, jwks_url FROM lti_platform WHERE id <> $1', [lms.platformId]);
const actions = async () =>
  (await site.query<{ action: string }>('SELECT action FROM audit_entry ORDER BY id')).map(
    ({ action }) => action,
  );

describe('an LMS', () => {
  test('is added with the addresses that it shows, and opens links at once', async () => {
    const html = await page();
    for (const path of ['login', 'launch', 'deep-link', 'jwks'])
      expect(html).toContain(`${SITE}/api/lti/${path}<`);
    expect(await submitPlatform({}, fields())).toEqual({
      continueTo: expect.stringMatching(/^\/teach\/lms#[\w-]{36}$/),
    });
    expect(await platforms()).toEqual([
      { name: 'Canvas', client_id: 'second', jwks_url: `${lms.issuer}/keys` },
    ]);
    expect(await actions()).toEqual(['lms.add']);
    const second = { ...lms, clientId: 'second' };
    const deployment = { [claim('deployment_id')]: '7' };
    expect(await openLink(browser, SITE, second, deployment)).toMatch(/^\/lti\/[\w-]{36}$/);
    expect(await page()).toContain('Canvas');
  });

  test.each([
    [{ jwksUrl: 'https://127.0.0.1:9/keys' }, 'message', 'There is no key set at this address'],
    [{ jwksUrl: 'http://lms.example/keys' }, 'message', 'has to begin with https://'],
    [{ authUrl: 'http://lms.example/auth' }, 'message', 'have to begin with https://'],
    [{ tokenUrl: 'javascript:alert(1)' }, 'message', 'have to begin with https://'],
    [{ authUrl: 'lms' }, 'authUrl', 'This is not an address'],
    [{ clientId: ' ' }, 'clientId', 'Enter the client ID'],
    [{ clientId: 'site' }, 'message', 'has been added already'],
    [{ course: 'x' }, 'course', 'Choose a course'],
    [{ deploymentId: 'a'.repeat(256) }, 'deploymentId', 'at most 255'],
  ])('is not added with %s', async (change, where, text) => {
    const state = await submitPlatform({}, fields(change as Record<string, string>));
    const said = where === 'message' ? state.message : state.problems?.[where];
    expect(said).toContain(text);
    expect(state.values).toMatchObject({ name: 'Canvas' });
    expect(await platforms()).toEqual([]);
    expect(await actions()).toEqual([]);
  });

  test('is changed, but not into one that cannot be reached', async () => {
    const change = {
      name: 'Our Moodle',
      authUrl: `${lms.issuer}/login`,
      tokenUrl: `${lms.issuer}/token`,
      jwksUrl: `${lms.issuer}/keys`,
    };
    const wrong = form({ ...change, jwksUrl: 'https://127.0.0.1:9/' });
    expect(await submitPlatformChange(lms.platformId, {}, wrong)).toHaveProperty('message');
    expect(await submitPlatformChange(lms.platformId, {}, form(change))).toMatchObject({ done: 'Saved.' });
    expect(await site.query('SELECT name, auth_url FROM lti_platform')).toEqual([
      { name: 'Our Moodle', auth_url: `${lms.issuer}/login` },
    ]);
    expect(await actions()).toEqual(['lms.change']);
  });

  test('that was removed from a place no longer opens links from there', async () => {
    expect(await openLink(browser, SITE, lms)).toContain('/lti/');
    await submitDeploymentRemoval(lms.platformId, {}, form({ remove: '1' }));
    expect(await openLink(browser, SITE, lms)).toBe('/lti/problem?code=unknown-deployment');
    await submitDeployment(lms.platformId, {}, form({ deploymentId: '1' }));
    await submitDeployment(lms.platformId, {}, form({ deploymentId: '1' }));
    expect(await openLink(browser, SITE, lms)).not.toContain('problem');
    expect(await actions()).toEqual(['lms.remove-deployment', 'lms.add-deployment']);
  });

  test('is deleted with its links, while accounts and memberships stay', async () => {
    await openLink(browser, SITE, lms);
    const ada = await newSignedIn(site, 'Ada');
    await site.query(
      `INSERT INTO account (id, account_id, provider_id, user_id, updated_at) VALUES ('a', 'ada', $1, $2, now())`,
      [`lti:${lms.platformId}`, ada.id],
    );
    await site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [cohortId, ada.id]);
    expect(await page()).toContain('1 account will have no way to sign in');
    expect(await submitPlatformDeletion(lms.platformId, 1, {}, form({}))).toHaveProperty('message');
    for (const shown of [0, 'x', undefined])
      expect(
        await submitPlatformDeletion(lms.platformId, shown, {}, form({ confirmed: 'on' })),
      ).toMatchObject({ message: expect.stringContaining('One account has no other way') });
    expect(await site.query('SELECT 1 FROM lti_link')).toHaveLength(1);
    expect(await submitPlatformDeletion(lms.platformId, 1, {}, form({ confirmed: 'on' }))).toEqual({
      done: 'Deleted.',
    });
    const gone = ['lti_platform', 'lti_deployment', 'lti_context', 'lti_link', 'lti_visit', 'account'];
    for (const table of gone) expect(await site.query(`SELECT '${table}' FROM ${table}`)).toEqual([]);
    expect(await site.query('SELECT 1 FROM cohort_member')).toHaveLength(1);
    expect(await site.query('SELECT 1 FROM "user" WHERE id = $1', [ada.id])).toHaveLength(1);
    expect(await site.query('SELECT details FROM audit_entry')).toEqual([{ details: { accounts: 1 } }]);
  });
});

describe('a course of an LMS', () => {
  const idOf = async () => (await site.query<{ id: string }>('SELECT id FROM lti_context'))[0]!.id;

  test('is listed once someone has come from it, with its links and its class', async () => {
    expect(await page()).toContain('Nobody has come from this LMS yet');
    await openLink(browser, SITE, lms);
    await openLink(browser, SITE, lms, {
      [claim('resource_link')]: { id: 'link-2' },
      [claim('target_link_uri')]: `${SITE}/lessons/how-the-cache-decides`,
      'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint': {
        scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
        lineitem: `${lms.issuer}/items/1`,
        lineitems: 'http://169.254.169.254/items',
      },
      'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': {
        context_memberships_url: `${lms.issuer}/members`,
      },
    });
    expect(await page()).toContain('choose its class · 2 links');
    const html = await contextPage(await idOf());
    expect(html).toContain('exercise · without a column in the LMS');
    expect(html).toContain('questions of a lesson · with a column in the LMS');
    expect(await submitClass(await idOf(), {}, form({ cohort: cohortId }))).toMatchObject({ done: 'Saved.' });
    expect(await page()).toContain('Autumn · 2 links');
    expect(await contextPage(await idOf())).toContain('not assigned to the class');
    expect(await site.query('SELECT memberships_url FROM lti_context')).toEqual([
      { memberships_url: `${lms.issuer}/members` },
    ]);
    expect(
      await site.query(
        'SELECT line_item_url, line_items_url, scopes FROM lti_link ORDER BY resource_link_id',
      ),
    ).toEqual([
      { line_item_url: null, line_items_url: null, scopes: [] },
      {
        line_item_url: `${lms.issuer}/items/1`,
        // An address in a private network is as good as none.
        line_items_url: null,
        scopes: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
      },
    ]);
  });

  test('keeps its class when it is opened again, and loses it with the class', async () => {
    await openLink(browser, SITE, lms);
    await submitClass(await idOf(), {}, form({ cohort: cohortId }));
    await openLink(browser, SITE, lms, { [claim('context')]: { id: 'course-7', title: 'Renamed' } });
    expect(await site.query('SELECT title, cohort_id FROM lti_context')).toEqual([
      { title: 'Renamed', cohort_id: cohortId },
    ]);
    await site.query('DELETE FROM cohort');
    expect(await site.query('SELECT cohort_id FROM lti_context')).toEqual([{ cohort_id: null }]);
  });

  test('gets no class of a different course', async () => {
    await openLink(browser, SITE, lms);
    const other = await newCohort(site, { [instructor.id]: 'instructor' });
    expect(await submitClass(await idOf(), {}, form({ cohort: other }))).toHaveProperty('message');
    expect(await site.query('SELECT cohort_id FROM lti_context')).toEqual([{ cohort_id: null }]);
    expect(await actions()).toEqual([]);
  });

  test('without a title, or with a strange one, is shown', async () => {
    await openLink(browser, SITE, lms, { [claim('context')]: { id: 'course-7' } });
    expect(await page()).toContain('Untitled course');
    await openLink(browser, SITE, lms, { [claim('context')]: { id: 'course-7', title: 'A\u202eB\0' } });
    expect(await page()).toContain('A‹U+202E›B');
  });
});
