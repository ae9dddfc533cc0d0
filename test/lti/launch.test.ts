/** The whole way of a learner and of an instructor: from the LMS, through its own forms, and back. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { POST as postLaunch } from '../../app/api/lti/launch/route.ts';
import { GET as getLogin } from '../../app/api/lti/login/route.ts';
import { GET as getReturn } from '../../app/api/lti/return/[visit]/route.ts';
import { submitContent } from '../../app/lti/[visit]/actions.ts';
import LtiVisitPage from '../../app/lti/[visit]/page.tsx';
import { POST as postSignIn } from '../../app/lti/[visit]/sign-in/route.ts';
import { request } from '../site/request.ts';
import { compareAndSend, emailOf, enrolInLms, graded, type Lms, type LmsLink, openLms } from './lms.ts';

vi.mock('next/headers', async () => (await import('../site/request.ts')).nextHeaders);
vi.mock('next/cache', () => ({ refresh: () => {} }));

const EXERCISE = 'non-root';
const at = new Date('2026-11-03T10:00:00.123Z');
let lms: Lms;
let link: LmsLink;

beforeAll(async () => {
  lms = await openLms();
  link = await lms.addLink('exercise', EXERCISE);
  await enrolInLms(lms.platform, ['ada', 'ben'], ['weber']);
  // Only a launch tells the site about them.
  await lms.site.clear('lti_link');
  await lms.site.query('UPDATE lti_context SET memberships_url = NULL');
});
afterAll(() => lms.close());
beforeEach(() => request.cookies.clear());

/** The headers of the browser, also of someone who is signed in. */
function sendCookies(signedIn?: string): void {
  const own = [...request.cookies].map(([name, value]) => `${name}=${value}`);
  const cookie = [...own, ...(signedIn === undefined ? [] : [signedIn])].join('; ');
  request.headers = new Headers({ origin: lms.tool.origin, cookie });
}

/** The address and the fields of the form of a page. */
function formOf(html: string): { to: string; fields: URLSearchParams } {
  const [, to] = /action="([^"]+)"/.exec(html)!;
  const inputs = html.matchAll(/<input[^>]* name="([^"]+)" value="([^"]+)"/g);
  return { to: to!, fields: new URLSearchParams([...inputs].map(([, name, value]) => [name!, value!])) };
}

/** Presses a link in the LMS and follows it to this site. @returns the ID of the visit */
async function press(
  username: string,
  how: object = {},
  resourceLinkId = link.resourceLinkId,
): Promise<string> {
  const { url } = await lms.platform.control<{ url: string }>('launch', {
    resource_link_id: resourceLinkId,
    username,
    ...how,
  });
  sendCookies();
  const login = await getLogin(new Request(url, { headers: request.headers }), {});
  for (const line of login.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
    request.cookies.set(name!, value!);
  }
  const { to, fields } = formOf(await (await fetch(login.headers.get('location')!)).text());
  sendCookies();
  const launched = await postLaunch(
    new Request(to, {
      method: 'POST',
      headers: {
        cookie: request.headers.get('cookie')!,
        origin: lms.platform.origin,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: fields.toString(),
    }),
    {},
  );
  const path = launched.headers.get('location')!;
  expect(path).toMatch(/^\/lti\/[\w-]{36}$/);
  return path.slice('/lti/'.length);
}

/** Presses the button of the page of a visit that signs in. @returns where the page then leads */
async function pressSignIn(visit: string): Promise<string | undefined> {
  sendCookies();
  const response = await postSignIn(
    new Request(`${lms.tool.origin}/lti/${visit}/sign-in`, { method: 'POST', headers: request.headers }),
    { params: Promise.resolve({ visit }) },
  );
  expect(response.headers.get('location')).toBe(`/lti/${visit}`);
  sendCookies();
  const redirection: unknown = await LtiVisitPage({ params: Promise.resolve({ visit }) }).catch(
    (error: unknown) => error,
  );
  const digest = redirection instanceof Error && 'digest' in redirection ? String(redirection.digest) : '';
  return digest.split(';')[2];
}

const idOf = async (username: string) =>
  (await lms.site.query<{ id: string }>('SELECT id FROM "user" WHERE email = $1', [emailOf(username)]))[0]!
    .id;

test('a learner opens a link, and the grade arrives once with the time of the submission', async () => {
  expect(await pressSignIn(await press('ada'))).toBe(`/exercises/${EXERCISE}`);
  await graded(lms.site, await idOf('ada'), EXERCISE, 83.7, at);
  await compareAndSend();
  await compareAndSend();
  const { scores, grades } = await lms.state();
  expect(scores.map(({ given, timestamp }) => [given, new Date(timestamp)])).toEqual([[83.7, at]]);
  expect(grades).toEqual({ [link.resourceLinkId]: { ada: 83.7 } });
  expect((await lms.requests('/scores')).map(({ status }) => status)).toEqual([201]);
  const [context] = await lms.site.query<{ url: string | null }>(
    'SELECT memberships_url AS url FROM lti_context',
  );
  expect(context!.url).toMatch(/memberships/);
});

test('opening it again keeps the column that this site has created', async () => {
  const column = async () => lms.site.query('SELECT line_item_url FROM lti_link');
  const before = await column();
  // From now on, the LMS names no column with the link.
  await lms.platform.control('delete_line_items');
  await press('ada');
  expect(await column()).toEqual(before);
  expect(before).toEqual([{ line_item_url: expect.stringContaining('lti-ags') }]);
});

/** Chooses content for a link of the LMS, as an instructor does in the form of this site. */
async function choose(resourceLinkId: string, chosen: readonly string[]): Promise<void> {
  const visit = await press('weber', { role: 'instructor', deep_linking: true }, resourceLinkId);
  sendCookies(lms.instructor.cookie);
  const form = new FormData();
  for (const work of chosen) form.set(`choose:${work}`, 'on');
  const { continueTo } = await submitContent(visit, {}, form);
  expect(continueTo).toBe(`/api/lti/return/${visit}`);
  const page = await getReturn(new Request(`${lms.tool.origin}${continueTo}`, { headers: request.headers }), {
    params: Promise.resolve({ visit }),
  });
  const { to, fields } = formOf(await page.text());
  const accepted = await fetch(to, { method: 'POST', body: fields });
  expect(accepted.status).toBe(200);
  request.cookies.clear();
}

test('an instructor chooses an exercise, and the grades of its link arrive', async () => {
  const made = await lms.addLink('exercise', 'golf');
  await lms.site.query(`DELETE FROM lti_link WHERE slug = 'golf'`);
  await lms.site.query(`DELETE FROM assignment WHERE slug IN ('golf', 'slim-trap')`);
  await choose(made.resourceLinkId, ['exercise/slim-trap']);
  expect((await lms.state()).contents).toMatchObject([
    { url: `${lms.tool.origin}/exercises/slim-trap`, custom: { kind: 'exercise', slug: 'slim-trap' } },
  ]);
  await pressSignIn(await press('ben', {}, made.resourceLinkId));
  await graded(lms.site, await idOf('ben'), 'slim-trap', 60, at);
  await compareAndSend();
  expect((await lms.state()).grades[made.resourceLinkId]).toEqual({ ben: 60 });
});

test('exercises that were chosen for one link have a column each', async () => {
  const made = await lms.addLink('exercise', 'golf');
  await lms.site.query(`DELETE FROM lti_link WHERE slug = 'golf'`);
  const points = { 'first-image': 71, 'cache-order': 82 };
  const slugs = Object.keys(points) as (keyof typeof points)[];
  const isOfLink = ({ resourceLinkId }: { resourceLinkId: string }) => resourceLinkId === made.resourceLinkId;
  await choose(
    made.resourceLinkId,
    slugs.map((slug) => `exercise/${slug}`),
  );
  const { chosen } = await lms.platform.control<{ chosen: number[] }>('chosen', {
    resource_link_id: made.resourceLinkId,
  });
  const pressAll = async () => {
    for (const content of chosen) await pressSignIn(await press('ada', { content }, made.resourceLinkId));
  };
  // The second time, the LMS names the column of the first exercise with both.
  for (const round of [0, 1]) {
    await pressAll();
    for (const slug of slugs) {
      await graded(lms.site, await idOf('ada'), slug, points[slug] + round, new Date(+at + round * 60_000));
      await compareAndSend();
    }
    const { lineItems, scores } = await lms.state();
    const columns = lineItems.filter(isOfLink);
    expect(columns.map(({ resourceId }) => resourceId)).toEqual(slugs.map((slug) => `exercise/${slug}`));
    expect(columns.map(({ id }) => scores.findLast(({ lineItem }) => lineItem === id)?.given)).toEqual(
      slugs.map((slug) => points[slug] + round),
    );
  }
});
