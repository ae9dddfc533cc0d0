import { randomUUID } from 'node:crypto';
import { apiClassesSchema, apiErrorSchema, apiGradebookSchema } from '@dfm/contracts/class-api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitToken, submitTokenDeletion } from '../../app/account/tokens/actions.ts';
import { GET as gradebookRoute } from '../../app/api/v1/classes/[cohort]/gradebook/route.ts';
import { GET as classesRoute } from '../../app/api/v1/classes/route.ts';
import { GET as openApiRoute } from '../../app/api/v1/openapi.json/route.ts';
import { apiTokensOf } from '../../lib/accounts/api-token.ts';
import { accountOf } from '../../lib/auth/session.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
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

/** The current request of an action. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/cache', () => ({ refresh: () => {} }));

let site: Site;
let cohortId: string;
let weber: Visitor;
let ada: Visitor;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  await noteRunner(runner());
  const courseId = randomUUID();
  cohortId = randomUUID();
  await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
  await site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1, $2, 'Autumn', 'UTC', 'x')`,
    [cohortId, courseId],
  );
  await site.query(
    `INSERT INTO assignment (cohort_id, kind, slug, due_at, weight) VALUES
      ($1, 'exercise', 'cache-order', '2035-12-04T17:00:00Z', 2), ($1, 'quiz', 'how-the-cache-decides', NULL, 1)`,
    [cohortId],
  );
  weber = await account('J. Weber', 'instructor');
  ada = await account('Ada');
  await site.query(`INSERT INTO cohort_member (cohort_id, learner_id, group_name) VALUES ($1, $2, 'A')`, [
    cohortId,
    ada.id,
  ]);
});
afterEach(() => site.clear('hourly_use', 'run', 'submission', 'runner', 'course', 'cohort', 'user'));

async function account(name: string, role?: string): Promise<Visitor> {
  const visitor = await newLearner();
  await site.query(`UPDATE "user" SET is_anonymous = false, name = $2, is_admin = $3 WHERE id = $1`, [
    visitor.id,
    name,
    role === 'admin',
  ]);
  if (role !== undefined && role !== 'admin')
    await site.query(
      `INSERT INTO staff_member (course_id, user_id, role) SELECT course_id, $1, $2::staff_role FROM cohort WHERE id = $3`,
      [visitor.id, role, cohortId],
    );
  return visitor;
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

function as({ cookie }: Visitor): void {
  request.headers = new Headers({ origin: SITE_URL, cookie });
}

async function tokenOf(person: Visitor): Promise<string> {
  as(person);
  const { token } = await submitToken({}, form({ name: 'LMS' }));
  return token!;
}

const get = (headers: Record<string, string>) => new Request(`${SITE_URL}/api/v1`, { headers });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const gradebook = (headers: Record<string, string>, id = cohortId) =>
  gradebookRoute(get(headers), { params: Promise.resolve({ cohort: id }) });
const classes = (headers: Record<string, string>) => classesRoute(get(headers), {});
const codeOf = async (response: Response) => apiErrorSchema.parse(await response.json()).error.code;

test('a program with a token lists classes and reads their grades', async () => {
  const runId = await submitted(ada, 'cache-order');
  const { fence } = await claimed();
  await finish(runId, { fence, result: verdict('cache-order', { score: 40, passed: false }) });
  const token = await tokenOf(weber);
  expect(token).toMatch(/^dfm_[\w-]{43}$/);
  expect(apiClassesSchema.parse(await (await classes(bearer(token))).json())).toEqual({
    classes: [{ id: cohortId, name: 'Autumn', course: 'ML', learners: 1 }],
  });
  const response = await gradebook(bearer(token));
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(apiGradebookSchema.strict().parse(await response.json())).toEqual({
    class: { id: cohortId, name: 'Autumn', course: 'ML', learners: 1 },
    assignments: [
      {
        kind: 'quiz',
        slug: 'how-the-cache-decides',
        title: expect.any(String),
        opensAt: null,
        dueAt: null,
        mode: 'alone',
        weight: 1,
      },
      {
        kind: 'exercise',
        slug: 'cache-order',
        title: 'Make rebuilds cheap',
        opensAt: null,
        dueAt: '2035-12-04T17:00:00.000Z',
        mode: 'alone',
        weight: 2,
      },
    ],
    learners: [
      {
        id: ada.id,
        name: 'Ada',
        email: expect.any(String),
        group: 'A',
        total: 40,
        grades: [
          { points: null, passed: false, daysLate: 0, isPending: false, isOverridden: false, runId: null },
          { points: 40, passed: false, daysLate: 0, isPending: false, isOverridden: false, runId },
        ],
      },
    ],
  });
});

describe('the grades of a class', () => {
  test.each<[string, string | undefined, number]>([
    ['an instructor', 'instructor', 200],
    ['an assistant', 'assistant', 200],
    ['an admin', 'admin', 200],
    ['an author', 'author', 403],
    ['an account without a role', undefined, 404],
  ])('by %s: %s %i, with a token and in a browser', async (_name, role, status) => {
    const person = await account('Someone', role);
    const token = await tokenOf(person);
    for (const headers of [bearer(token), { cookie: person.cookie }]) {
      const response = await gradebook(headers);
      expect(response.status).toBe(status);
      if (status !== 200) expect(await response.text()).not.toMatch(/Ada|Autumn/);
      const listed = apiClassesSchema.parse(await (await classes(headers)).json());
      expect(listed.classes).toHaveLength(status === 200 ? 1 : 0);
    }
  });

  test.each<[string, () => Promise<Record<string, string>>]>([
    ['nothing', async () => ({})],
    ['an anonymous session', async () => ({ cookie: (await newLearner()).cookie })],
    ['a token that does not exist', async () => bearer(`dfm_${'a'.repeat(43)}`)],
    ['no token after Bearer', async () => ({ authorization: 'Bearer ' })],
    ['a wrong token next to a good session', async () => ({ cookie: weber.cookie, ...bearer('dfm_x') })],
    [
      'a different scheme next to a good session',
      async () => ({ cookie: weber.cookie, authorization: 'Basic x' }),
    ],
    [
      'the hash instead of the token',
      async () => {
        await tokenOf(weber);
        const [row] = await site.query<{ token_hash: string }>('SELECT token_hash FROM api_token');
        return bearer(row!.token_hash);
      },
    ],
  ])('with %s are refused', async (_name, headers) => {
    const given = await headers();
    for (const response of [await gradebook(given), await classes(given)]) {
      expect(response.status).toBe(401);
      expect(await codeOf(response)).toBe('unauthenticated');
    }
  });

  test('of a class that does not exist are not found', async () => {
    const token = await tokenOf(weber);
    for (const id of [randomUUID(), 'x', '\0']) expect((await gradebook(bearer(token), id)).status).toBe(404);
  });
});

describe('a token', () => {
  test('stops working when it is deleted or expires, or its owner loses the role', async () => {
    const token = await tokenOf(weber);
    const [stored] = await apiTokensOf((await accountOf(new Headers({ cookie: weber.cookie })))!);
    expect(stored).toMatchObject({ name: 'LMS', lastUsedAt: undefined });
    await site.query('DELETE FROM staff_member WHERE user_id = $1', [weber.id]);
    expect((await gradebook(bearer(token))).status).toBe(404);
    await site.query(`UPDATE api_token SET expires_at = now() - interval '1 second'`);
    expect((await gradebook(bearer(token))).status).toBe(401);
    await site.query(`UPDATE api_token SET expires_at = now() + interval '1 day'`);
    as(weber);
    expect(await submitTokenDeletion({}, form({ delete: stored!.id }))).toMatchObject({
      done: expect.anything(),
    });
    expect((await gradebook(bearer(token))).status).toBe(401);
  });

  test('is not stored, and its use is', async () => {
    const token = await tokenOf(weber);
    expect(JSON.stringify(await site.query('SELECT * FROM api_token'))).not.toContain(token);
    await classes(bearer(token));
    const [row] = await site.query<{ used: boolean }>(
      'SELECT last_used_at IS NOT NULL AS used FROM api_token',
    );
    expect(row).toEqual({ used: true });
  });

  test('of someone else cannot be deleted', async () => {
    await tokenOf(weber);
    const [{ id }] = (await site.query<{ id: string }>('SELECT id FROM api_token')) as [{ id: string }];
    as(ada);
    for (const entered of [id, 'x', '\0'])
      expect(await submitTokenDeletion({}, form({ delete: entered }))).toEqual({
        done: 'The token had already been deleted.',
      });
    expect(await site.query('SELECT id FROM api_token')).toEqual([{ id }]);
  });

  test('needs a name and an account, and there are at most 20', async () => {
    as(weber);
    expect(await submitToken({}, form({ name: ' ' }))).toMatchObject({
      problems: { name: expect.anything() },
    });
    const made = await Promise.all(Array.from({ length: 22 }, () => submitToken({}, form({ name: 'a' }))));
    expect(made.filter(({ token }) => token !== undefined)).toHaveLength(20);
    expect(made.filter(({ message }) => message?.includes('Delete one first'))).toHaveLength(2);
    as(await newLearner());
    expect(await submitToken({}, form({ name: 'a' }))).toMatchObject({
      message: expect.stringContaining('signed in'),
    });
    request.headers = new Headers({ origin: 'https://elsewhere.test', cookie: ada.cookie });
    expect(await submitToken({}, form({ name: 'a' }))).toMatchObject({
      message: expect.stringContaining('page of this site'),
    });
    expect(await site.query('SELECT FROM api_token')).toHaveLength(20);
  });

  test('cannot be used without limit', async () => {
    const token = await tokenOf(weber);
    await classes(bearer(token));
    await site.query(`UPDATE hourly_use SET count = 2000 WHERE kind = 'api'`);
    expect((await classes(bearer(token))).status).toBe(429);
  });
});

test('the description has every path, and schemas without unresolved references', async () => {
  const description = (await (await openApiRoute(get({}), {})).json()) as {
    paths: object;
    components: { schemas: Record<string, unknown> };
  };
  expect(Object.keys(description.paths)).toEqual(['/api/v1/classes', '/api/v1/classes/{class}/gradebook']);
  const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
  expect(references.length).toBeGreaterThan(5);
  for (const [, name] of references) expect(Object.keys(description.components.schemas)).toContain(name);
});
