import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { submitDeletion } from '../../app/account/actions.ts';
import { GET as ownData } from '../../app/account/data/[format]/route.ts';
import { submitAccount } from '../../app/create-account/actions.ts';
import { GET as dataForAdmin } from '../../app/operator/people/[person]/data/[format]/route.ts';
import OperatorPersonPage from '../../app/operator/people/[person]/page.tsx';
import { submitErasure, submitSearch } from '../../app/operator/people/actions.ts';
import OperatorPeoplePage from '../../app/operator/people/page.tsx';
import { submitComment } from '../../app/runs/[id]/actions.ts';
import { submitSignIn } from '../../app/sign-in/actions.ts';
import { accountOf } from '../../lib/auth/session.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { log } from '../../lib/platform/log.ts';
import { erase } from '../../lib/privacy/erase.ts';
import { tablesOfData } from '../../lib/privacy/personal-data.ts';
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

const request = vi.hoisted(() => ({ headers: new Headers(), cookies: new Map<string, string>() }));
vi.mock('next/headers', () => ({
  headers: async () => request.headers,
  cookies: async () => ({ set: (name: string, value: string) => request.cookies.set(name, value) }),
}));
vi.mock('next/cache', () => ({ refresh: () => {} }));

/** Part of everything that identifies the person who is erased. */
const marker = 'markerada';
const ada = { name: 'Ada Markerada', email: `${marker}+1@school.example`, password: `${marker} four words` };
const ben = { name: 'Ben', email: 'ben@school.example', password: 'four other words' };
const [courseId, cohortId] = ['01a1fca7-1082-722a-aa46-3aa38918a288', '01a1fca7-1082-722a-aa46-3aa38918a299'];

let site: Site;
/** The person who is erased, as a learner of the class and as staff; a learner; an instructor; an admin. */
let who: Record<'ada' | 'ben' | 'ines' | 'adam', Visitor>;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  await noteRunner(runner());
  const ines = { name: 'Ines', email: 'ines@school.example', password: 'more random words' };
  const adam = { name: 'Adam', email: 'adam@school.example', password: 'more random words' };
  who = {
    ada: await account(ada),
    ben: await account(ben),
    ines: await account(ines),
    adam: await account(adam),
  };
  await site.query('UPDATE "user" SET is_admin = true WHERE id = $1', [who.adam.id]);
  await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
  await site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1, $2, 'Autumn', 'UTC', 'x')`,
    [cohortId, courseId],
  );
  await site.query(`INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', 'cache-order')`, [
    cohortId,
  ]);
  await site.query(
    `INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, 'instructor'), ($1, $3, 'instructor')`,
    [courseId, who.ada.id, who.ines.id],
  );
});
afterEach(async () => {
  await site.clear(...tablesOfData.map(([table]) => table));
});

function browser(cookie?: string, headers: Record<string, string> = {}): void {
  request.headers = new Headers({
    origin: SITE_URL,
    'x-forwarded-for': '198.51.100.7',
    'user-agent': `${marker} browser`,
    ...headers,
  });
  if (cookie !== undefined) request.headers.set('cookie', cookie);
  request.cookies.clear();
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

async function account(fields: typeof ada): Promise<Visitor> {
  browser(undefined, fields === ada ? {} : { 'user-agent': 'browser', 'x-forwarded-for': '203.0.113.9' });
  expect(await submitAccount('/', {}, form(fields))).toEqual({ continueTo: '/' });
  const cookie = [...request.cookies]
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('; ');
  return { cookie, id: (await accountOf(new Headers({ cookie })))!.id };
}

/** A graded run of a person, with a mark in its file, its log and its result. */
async function graded(person: Visitor, mark: string): Promise<string> {
  const runId = await submitted(person, 'cache-order');
  const { fence } = await claimed();
  await finish(runId, { fence, result: verdict('cache-order', { headline: mark, passed: false }) });
  await site.query(
    `UPDATE submission SET files = jsonb_build_object('Dockerfile', 'LABEL of=' || $2::text) FROM run
     WHERE run.submission_id = submission.id AND run.id = $1`,
    [runId, mark],
  );
  await site.query('UPDATE run SET network = $2 WHERE id = $1', [runId, mark]);
  return runId;
}

/** Rows of a person in every table in which a person can have one. */
async function plantWork(person: Visitor, mark: string): Promise<string> {
  await site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [
    cohortId,
    person.id,
  ]);
  const runId = await graded(person, mark);
  const insert = (sql: string) => site.query(sql, [person.id, mark]);
  await insert(
    `INSERT INTO quiz_answer (learner_id, lesson, quiz, answers, "right", questions) VALUES ($1, 'l', 'q', jsonb_build_object('a', $2::text), 1, 1)`,
  );
  await insert(
    `INSERT INTO quiz_attempt (id, learner_id, lesson, quiz, "right") VALUES ($2, $1, 'l', 'q', 1)`,
  );
  await insert(
    `INSERT INTO account (id, provider_id, account_id, user_id, updated_at) VALUES (gen_random_uuid(), 'school', $2, $1, now())`,
  );
  await insert('INSERT INTO opened_solution (learner_id, exercise) VALUES ($1, $2)');
  await insert('INSERT INTO opened_hint (learner_id, exercise, hint) VALUES ($1, $2, $2)');
  await insert('INSERT INTO terminal_session (id, learner_id, allowed_ms) VALUES ($2, $1, 0)');
  await insert('INSERT INTO lab_step (learner_id, lab, step) VALUES ($1, $2, $2)');
  await insert(`INSERT INTO board_name (learner_id, exercise, name, folded) VALUES ($1, 'golf', $2, $2)`);
  await insert(
    `INSERT INTO review (learner_id, lesson, card, state, due, stability, difficulty, scheduled_days, learning_steps, reps, lapses, reviewed_at)
     VALUES ($1, $2, 'c', 'review', now(), 1, 1, 1, 0, 1, 0, now())`,
  );
  await insert(`INSERT INTO hourly_use (subject, kind, since, count) VALUES ($1, $2, now(), 1)`);
  await insert(
    `INSERT INTO verification (id, identifier, value, expires_at, updated_at) VALUES ($2, $2, $1, now(), now())`,
  );
  await insert(
    `INSERT INTO one_time_link (id, token_hash, purpose, for_id, expires_at) VALUES (gen_random_uuid(), $2, 'password', $1, now())`,
  );
  await insert(
    `INSERT INTO api_token (id, user_id, name, token_hash, expires_at) VALUES (gen_random_uuid(), $1, $2, $2, now())`,
  );
  await insert('INSERT INTO second_factor (user_id, secret) VALUES ($1, $2)');
  await insert('INSERT INTO backup_code (user_id, code_hash) VALUES ($1, $2)');
  await insert('INSERT INTO passkey (id, user_id, name, public_key) VALUES ($2, $1, $2, $2)');
  await insert('INSERT INTO pending_sign_in (user_id, token_hash, expires_at) VALUES ($1, $2, now())');
  await site.query(
    `INSERT INTO lti_visit (id, platform_id, browser_hash, email, launch, expires_at)
     SELECT gen_random_uuid(), lti_platform.id, $2::text, email, jsonb_build_object('name', $2::text), now() FROM lti_platform, "user" WHERE "user".id = $1`,
    [person.id, mark],
  );
  await insert(`INSERT INTO lti_score (link_id, learner_id, error) SELECT id, $1, $2 FROM lti_link`);
  await insert(
    `INSERT INTO lti_roster_difference (context_id, subject, learner_id, name) SELECT id, $2, $1, $2 FROM lti_context`,
  );
  await site.query(
    `INSERT INTO lti_roster_difference (context_id, subject, name, email)
     SELECT lti_context.id, $2::text || ' there', $2::text, email FROM lti_context, "user" WHERE "user".id = $1`,
    [person.id, mark],
  );
  return runId;
}

/** An LMS with a link. */
async function plantLms(): Promise<void> {
  await site.query(
    `WITH lms AS (
       INSERT INTO lti_platform (id, course_id, name, issuer, client_id, auth_url, token_url, jwks_url)
       VALUES ('lms', $1, 'Moodle', 'https://lms.example', 'x', 'https://a', 'https://b', 'https://c')),
     context AS (INSERT INTO lti_context (id, platform_id, context_id, title) VALUES ('context', 'lms', 'x', ''))
     INSERT INTO lti_link (id, context_id, resource_link_id, kind, slug)
     VALUES ('link', 'context', 'x', 'exercise', 'cache-order')`,
    [courseId],
  );
}

/** What one person did for another as staff. */
async function plantDecisions(by: Visitor, about: Visitor, runId: string, text: string): Promise<void> {
  const insert = (sql: string) => site.query(sql, [by.id, about.id, text]);
  await insert(
    `INSERT INTO extension (cohort_id, kind, slug, learner_id, until, reason, granted_by_id)
     VALUES ('${cohortId}', 'exercise', 'cache-order', $2, now(), $3, $1)`,
  );
  await insert(
    `INSERT INTO grade_override (cohort_id, kind, slug, learner_id, points, reason, author_id)
     VALUES ('${cohortId}', 'exercise', 'cache-order', $2, 50, $3, $1)`,
  );
  await site.query(
    `INSERT INTO proof (id, draft, commit, made_by_id, published_by_id, ended_at)
     VALUES (gen_random_uuid(), 'one', 'c', $1, $1, now())`,
    [who.ada.id],
  );
  await site.query(
    `INSERT INTO comment (id, run_id, author_id, by_learner, text) VALUES (gen_random_uuid(), $1, $2, false, $3)`,
    [runId, by.id, text],
  );
  await insert(
    `INSERT INTO audit_entry (id, actor_id, actor_role, action, person_id, details) VALUES (gen_random_uuid(), $1, 'instructor', 'grade.override', $2, jsonb_build_object('points', 50, 'slug', left($3, 0)))`,
  );
}

/** Every row of every table as text. */
async function everyRow(): Promise<string[]> {
  const tables = await site.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  );
  const all: string[] = [];
  for (const { name } of tables) {
    const rows = await site.query<{ row: string }>(
      `SELECT '${name} ' || own::text AS row FROM "${name}" AS own ORDER BY 1`,
    );
    all.push(...rows.map(({ row }) => row));
  }
  return all;
}

/** The run of the person who is erased. */
let ownRun = '';
const mentions = (row: string) =>
  row.toLowerCase().includes(marker) || row.includes(who.ada.id) || row.includes(ownRun);

async function plantEverything(): Promise<void> {
  await plantLms();
  ownRun = await plantWork(who.ada, marker);
  const other = await plantWork(who.ben, 'of-ben');
  await plantDecisions(who.ines, who.ada, ownRun, `${ada.name} was ill`);
  await plantDecisions(
    who.ada,
    who.ben,
    other,
    `Ask me, Ada, at ${ada.email}, or ${ada.name.toUpperCase()}.`,
  );
  await site.query(
    `INSERT INTO expected_member (cohort_id, email, name) SELECT $1, email, name FROM "user" WHERE id <> $2`,
    [cohortId, who.adam.id],
  );
  await site.query(
    `INSERT INTO group_extension (cohort_id, kind, slug, group_name, until, reason, granted_by_id)
     VALUES ($1, 'exercise', 'cache-order', 'A', now(), $2, $3)`,
    [cohortId, `by ${ada.name}`, who.ada.id],
  );
  await site.query(
    `WITH made AS (
       INSERT INTO regrade (id, cohort_id, exercise, note, builds_all, made_by_id)
       VALUES (gen_random_uuid(), $1, 'cache-order', $2, false, $3) RETURNING id)
     INSERT INTO regrade_item (regrade_id, run_id, base_run_id, result)
     SELECT made.id, run.id, run.id, run.result FROM made, run`,
    [cohortId, `by ${ada.name}`, who.ada.id],
  );
  await site.query(
    `INSERT INTO comment (id, run_id, author_id, by_learner, text) VALUES (gen_random_uuid(), $1, $2, true, $3)`,
    [ownRun, who.ada.id, `I live in ${marker} street`],
  );
  for (const [reporter, answerer] of [
    [who.ada, who.ines],
    [who.ben, who.ada],
  ] as const)
    await site.query(
      `WITH made AS (
         INSERT INTO content_report (id, learner_id, part, slug, anchor, quote, before, after, kind, text)
         VALUES (gen_random_uuid(), $1, 'lesson', 'l', '', $3, $3, $3, 'wrong', $3) RETURNING id)
       INSERT INTO content_report_reply (id, report_id, author_id, by_reader, text)
       SELECT gen_random_uuid(), id, $2, false, $4 FROM made`,
      [
        reporter.id,
        answerer.id,
        reporter === who.ada ? `by ${ada.name}` : 'of-ben',
        answerer === who.ada ? `by ${ada.name}` : 'of-ines',
      ],
    );
  await site.query(
    `INSERT INTO one_time_link (id, token_hash, purpose, course_id, role, made_by_id, expires_at)
     VALUES (gen_random_uuid(), 'y', 'staff', $1, 'author', $2, now() + interval '1 day')`,
    [courseId, who.ada.id],
  );
}

/** The error of a page that does not exist, or where an action leads. */
async function digestOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Error && 'digest' in error ? String(error.digest) : '';
}

describe('a person who is both learner and staff is erased', () => {
  test.each(['by deleting the account', 'by an admin'])('%s', async (way) => {
    await plantEverything();
    const personal = tablesOfData.filter(([, { belongsTo }]) => belongsTo.length > 0);
    const before = await everyRow();
    for (const [table] of personal)
      expect(before.filter(mentions).map((row) => row.split(' ')[0])).toContain(table);
    if (way === 'by an admin') {
      browser(who.adam.cookie);
      expect(await digestOf(submitErasure(who.ada.id, {}, form({ email: ada.email })))).toContain(
        '/operator/people?erased',
      );
    } else {
      browser(who.ada.cookie);
      expect(await submitDeletion({}, form({ current: ada.password }))).toEqual({ continueTo: '/' });
    }
    const after = await everyRow();
    expect(after.filter(mentions)).toEqual([]);
    const others = before.filter((row) => !mentions(row));
    expect(
      after.filter((row) => others.includes(row)),
      'of other people, every byte stays',
    ).toEqual(others);
    const changed = after.filter((row) => !others.includes(row)).map((row) => row.split(' ')[0]);
    expect(changed, 'what is left without the person').toEqual([
      'audit_entry',
      'audit_entry',
      ...(way === 'by an admin' ? ['audit_entry'] : []),
      'comment',
      'content_report',
      'content_report_reply',
      'extension',
      'grade_override',
      'group_extension',
      'proof',
      'proof',
      'regrade',
    ]);
    const [comment] = await site.query<{ text: string }>('SELECT text FROM comment');
    expect(comment!.text).toBe('Ask me, Ada, at [deleted account], or [deleted account].');
  });

  test.each([
    ['admins', 'UPDATE "user" SET is_admin = id IN ($1, $2)'],
    ['instructors', 'DELETE FROM staff_member WHERE user_id NOT IN ($1, $2)'],
  ])('but not both of the last two %s at once', async (_name, makeLast) => {
    await site.query(makeLast, [who.ada.id, who.ines.id]);
    const outcomes = await Promise.allSettled([who.ada, who.ines].map(({ id }) => erase(id)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('and their name is removed from their own texts only as a whole', async () => {
    await site.query('UPDATE "user" SET name = $2 WHERE id = $1', [who.ada.id, 'C++ (Max)']);
    const runId = await plantWork(who.ben, 'of-ben');
    await plantDecisions(who.ada, who.ben, runId, 'Ask C++ (Max), not C++ or Maximilian. c++ (max)');
    browser(who.ada.cookie);
    await submitDeletion({}, form({ current: ada.password }));
    const [override] = await site.query('SELECT reason, author_id FROM grade_override');
    expect(override).toEqual({
      reason: 'Ask [deleted account], not C++ or Maximilian. [deleted account]',
      author_id: null,
    });
  });
});

describe('requests about other people', () => {
  const context = (format = 'json') => ({
    params: Promise.resolve({ person: who.ben.id, format }),
  });
  const get = (visitor: Visitor | undefined) =>
    new Request(`${SITE_URL}/x`, { headers: visitor ? { cookie: visitor.cookie } : {} });
  const page = (personId = who.ben.id) =>
    OperatorPersonPage({ params: Promise.resolve({ person: personId }) });

  test.each([
    ['nobody', undefined],
    ['anonymous', undefined],
    ['ines', undefined],
    ['ada', undefined],
    ['ben', undefined],
    ['ben', 'assistant'],
    ['ben', 'author'],
  ] as const)('are refused to %s, %s', async (name, role) => {
    if (role !== undefined)
      await site.query(
        'INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, $3::staff_role)',
        [courseId, who.ben.id, role],
      );
    const visitor = name === 'nobody' ? undefined : name === 'anonymous' ? await newLearner() : who[name];
    const before = await everyRow();
    browser(visitor?.cookie);
    for (const outcome of [
      await submitSearch({}, form({ email: ben.email })),
      await submitErasure(who.ben.id, {}, form({ email: ben.email })),
    ])
      expect(outcome.message).toMatch(/no longer signed in|Only an admin/);
    expect((await dataForAdmin(get(visitor), context())).status).toBe(404);
    const search = () => OperatorPeoplePage({ searchParams: Promise.resolve({}) });
    for (const shown of [page, search]) expect(await digestOf(shown())).toMatch(/404|\/sign-in/);
    expect(await everyRow()).toEqual(before);
  });

  test('an admin finds the person, downloads everything, and has to type the address to erase', async () => {
    browser(who.adam.cookie);
    expect(await submitSearch({}, form({ email: 'no-one@school.example' }))).toMatchObject({
      message: 'There is no account with this e-mail address.',
    });
    expect(await digestOf(submitSearch({}, form({ email: 'BEN@school.example' })))).toContain(
      `/operator/people/${who.ben.id}`,
    );
    expect(renderToStaticMarkup(await page())).toContain(ben.email);
    expect(await digestOf(page('no-one'))).toContain('404');
    expect(await (await dataForAdmin(get(who.adam), context())).text()).toContain(ben.email);
    expect((await dataForAdmin(get(who.adam), context('csv'))).status).toBe(404);
    expect(await submitErasure(who.ben.id, {}, form({ email: ada.email }))).toMatchObject({
      problems: { email: 'This is not the address of this account.' },
    });
    expect(await submitErasure('no-one', {}, form({ email: ada.email }))).toHaveProperty('message');
    expect(await site.query('SELECT action, actor_role, person_id FROM audit_entry')).toEqual([
      { action: 'person.export', actor_role: 'admin', person_id: who.ben.id },
    ]);
  });

  test('an anonymous learner cannot be found, and the only admin not be erased', async () => {
    const anonymous = await newLearner();
    browser(who.adam.cookie);
    expect(await digestOf(page(anonymous.id))).toContain('404');
    expect(await submitErasure(who.adam.id, {}, form({ email: 'adam@school.example' }))).toMatchObject({
      message: expect.stringContaining('only admin'),
    });
    const before = await everyRow();
    request.headers.set('origin', 'https://elsewhere.test');
    expect(await submitErasure(who.ben.id, {}, form({ email: ben.email }))).toHaveProperty('message');
    expect(await everyRow()).toEqual(before);
  });
});

describe('a download', () => {
  const download = async (visitor: Visitor | undefined, format = 'json') =>
    ownData(new Request(`${SITE_URL}/x`, { headers: visitor ? { cookie: visitor.cookie } : {} }), {
      params: Promise.resolve({ format }),
    });

  test('contains every row about the person, and no secret', async () => {
    await plantEverything();
    const text = await (await download(who.ada)).text();
    const { tables } = JSON.parse(text) as { tables: Record<string, { rows: Record<string, unknown>[] }> };
    for (const [table, { belongsTo }] of tablesOfData) {
      if (belongsTo.length === 0) expect(tables).not.toHaveProperty(table);
      else expect(tables[table]!.rows).not.toEqual([]);
    }
    expect(tables.user!.rows).toMatchObject([{ id: who.ada.id, name: ada.name, email: ada.email }]);
    const by = (key: string) => (a: Record<string, unknown>, b: Record<string, unknown>) =>
      String(a[key]).localeCompare(String(b[key]));
    expect(tables.account!.rows.toSorted(by('provider_id'))).toMatchObject([
      { password: 'not included', access_token: null },
      { provider_id: 'school' },
    ]);
    expect(tables.session!.rows).toMatchObject([{ token: 'not included', user_agent: `${marker} browser` }]);
    expect(tables.comment!.rows).toHaveLength(3);
    expect(tables.grade_override!.rows).toHaveLength(2);
    expect(tables.grade_override!.rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          learner_id: who.ada.id,
          author_id: 'Ines',
          reason: 'Ada Markerada was ill',
        }),
        expect.objectContaining({ learner_id: 'someone else', author_id: who.ada.id }),
      ]),
    );
    const [secrets] = await site.query<{ token: string; password: string }>(
      'SELECT token, password FROM session JOIN account USING (user_id) WHERE user_id = $1 AND password IS NOT NULL',
      [who.ada.id],
    );
    for (const secret of [secrets!.token, secrets!.password, 'of-ben', who.ben.id, who.ines.id, ben.email])
      expect(text).not.toContain(secret);
  });

  test('can be read as a page, in which nothing of the person is markup', async () => {
    await plantEverything();
    await site.query('UPDATE "user" SET name = $2 WHERE id = $1', [who.ada.id, '<img src=x> & \u202e']);
    const text = await (await download(who.ada, 'html')).text();
    expect(text).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
    expect(text).toContain('&lt;img src=x&gt; &amp; ');
    expect(text).not.toMatch(/<img|\u202e/);
    expect(text).toContain('was ill');
  });

  test('is read row by row', async () => {
    await plantEverything();
    await site.query(
      `UPDATE run SET result = jsonb_build_object('big', repeat('x', 1000000)) WHERE learner_id = $1`,
      [who.ada.id],
    );
    const response = await download(who.ada);
    const reader = response.body!.getReader();
    const sizes: number[] = [];
    for (let piece = await reader.read(); !piece.done; piece = await reader.read())
      sizes.push(piece.value.length);
    expect(Math.max(...sizes)).toBeLessThan(1_010_000);
    expect(sizes.length).toBeGreaterThan(30);
  });

  test('ends its transaction when the reader leaves', async () => {
    const reader = (await download(who.ada)).body!.getReader();
    await reader.read();
    await reader.cancel();
    await vi.waitFor(async () =>
      expect(
        await site.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`,
        ),
      ).toEqual([]),
    );
  });

  test('is refused without an account, in a format that does not exist, and beyond the limit', async () => {
    expect((await download(undefined)).status).toBe(401);
    expect((await download(await newLearner())).status).toBe(401);
    for (const format of ['csv', 'constructor', ''])
      expect((await download(who.ben, format)).status).toBe(404);
    for (let count = 0; count < 10; count += 1) await (await download(who.ben)).body!.cancel();
    expect((await download(who.ben)).status).toBe(429);
    expect((await download(who.ines)).status).toBe(200);
  });
});

test('no name, address or text of a person is logged', async () => {
  const lines: string[] = [];
  log.level = 'trace';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  try {
    await account({ name: 'Zoe Canary', email: 'canary@school.example', password: 'four canary words' });
    browser(undefined, { 'user-agent': 'canary' });
    await submitSignIn(undefined, {}, form({ email: 'canary@school.example', password: 'wrong canary' }));
    await submitAccount(
      '/',
      {},
      form({ name: 'Canary', email: 'canary@school.example', password: 'canary words' }),
    );
    await submitSignIn(
      undefined,
      {},
      form({ email: 'canary@school.example', password: 'four canary words' }),
    );
    const cookie = [...request.cookies]
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('; ');
    const id = (await accountOf(new Headers({ cookie })))!.id;
    await site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [cohortId, id]);
    const runId = await graded({ id, cookie }, 'canary');
    browser(cookie);
    expect(await submitComment(runId, {}, form({ text: 'I am canary', place: '' }))).not.toHaveProperty(
      'message',
    );
    await (await ownDataOf(cookie)).text();
    await submitted({ id, cookie }, 'cache-order');
    expect(await submitDeletion({}, form({ current: 'four canary words' }))).toEqual({ continueTo: '/' });
    expect(lines.length, 'something is logged').toBeGreaterThan(3);
    for (const secret of ['canary', '198.51.100.7', '203.0.113.9', id, cookie])
      expect(lines.join('').toLowerCase()).not.toContain(secret.toLowerCase());
  } finally {
    write.mockRestore();
    log.level = 'silent';
  }
});

const ownDataOf = (cookie: string) =>
  ownData(new Request(`${SITE_URL}/x`, { headers: { cookie } }), {
    params: Promise.resolve({ format: 'json' }),
  });
