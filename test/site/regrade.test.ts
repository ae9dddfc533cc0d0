import { randomUUID } from 'node:crypto';
import type { CheckResult, ResultDocument } from '@dfm/contracts';
import { loadExercise } from '@dfm/course/exercises';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import RunPage from '../../app/runs/[id]/page.tsx';
import { submitDecision } from '../../app/teach/[cohort]/regrade/[regrade]/actions.ts';
import CohortRegradePage from '../../app/teach/[cohort]/regrade/[regrade]/page.tsx';
import { submitRegrade } from '../../app/teach/[cohort]/regrade/actions.ts';
import CohortRegradesPage from '../../app/teach/[cohort]/regrade/page.tsx';
import { contentRoot } from '../../lib/content/content-root.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { queueFacts } from '../../lib/operator/queue-facts.ts';
import { courseProgress } from '../../lib/progress/course-progress.ts';
import { correctionOf } from '../../lib/regrade/corrected-run.ts';
import { decideRegrade } from '../../lib/regrade/decide.ts';
import { judgeWaiting } from '../../lib/regrade/judge.ts';
import { regradePreview } from '../../lib/regrade/preview.ts';
import { regradesOf } from '../../lib/regrade/regrade-head.ts';
import { startRegrade } from '../../lib/regrade/start.ts';
import { measuredWith } from '../../lib/runs/measured-with.ts';
import { attemptsOf, hasPassed, runOf } from '../../lib/runs/queries.ts';
import { finish, heartbeat } from '../../lib/runs/report.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { deleteCohort } from '../../lib/teaching/cohort.ts';
import { gradebookOf } from '../../lib/teaching/gradebook.ts';
import { gradesCsv } from '../../lib/teaching/grades-csv.ts';
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

/** The current request of an action or a page. */
const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => request.headers }));
vi.mock('next/cache', () => ({ refresh: () => {} }));
vi.mock('next/navigation', async (original) => ({
  ...(await original<object>()),
  useRouter: () => ({ refresh: () => {} }),
}));

const slug = 'non-root';
const admin = { id: 'admin', name: 'A', email: 'a@school.example', isAdmin: true };
let site: Site;
let cohortId: string;
/** What a run of the exercise is measured with now. */
let current: string;
/** The result of a submission with half of the measured points, as an older rubric with other points gave it. */
let halfPassed: ResultDocument;

beforeAll(async () => {
  site = await openSite();
  const { exercise, starter } = await loadExercise(contentRoot(), slug);
  current = await measuredWith(exercise, starter);
  halfPassed = verdict(slug, {
    passed: false,
    score: 50,
    headline: 'Builds and starts. Something is wrong.',
    checks: ['builds', ...exercise.rubric.items.map(({ check }) => check)].map((id, index) =>
      check(id, index % 2 === 0 ? 'pass' : 'fail'),
    ),
  });
});
afterAll(() => site.close());

/** A check of 10 points, which are not those that the rubric gives now. */
const check = (id: string, status: CheckResult['status']): CheckResult => ({
  id,
  axis: 'build',
  status,
  severity: 'error',
  points: status === 'pass' ? 10 : 0,
  maxPoints: 10,
  required: false,
  message: `${id}: ${status}`,
  why: '',
  evidence: [],
  also: [],
});

beforeEach(async () => {
  await noteRunner(runner());
  await site.query(
    `INSERT INTO "user" (id, name, email, is_admin, updated_at) VALUES ('admin', 'A', 'a@school.example', true, now())`,
  );
  cohortId = await newClass('Autumn');
});
afterEach(() =>
  site.clear('hourly_use', 'run', 'submission', 'runner', 'regrade', 'session', 'course', 'cohort', 'user'),
);

async function newClass(name: string): Promise<string> {
  const [courseId, id] = [randomUUID(), randomUUID()];
  await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [courseId]);
  await site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ($1, $2, $3, 'Europe/Berlin', $1)`,
    [id, courseId, name],
  );
  await site.query(
    `INSERT INTO assignment (cohort_id, kind, slug) VALUES ($1, 'exercise', $2), ($1, 'exercise', 'golf')`,
    [id, slug],
  );
  return id;
}

async function member(name: string, cohort = cohortId): Promise<Visitor> {
  const visitor = await newLearner();
  await site.query('UPDATE "user" SET name = $2, is_anonymous = false, email = $1 || $3 WHERE id = $1', [
    visitor.id,
    name,
    '@school.example',
  ]);
  await site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [cohort, visitor.id]);
  return visitor;
}

/** Submits and judges; a pass is confirmed with the same result. */
async function judged(learner: Visitor, result: ResultDocument): Promise<string> {
  const runId = await submitted(learner, slug);
  const runs = result.passed ? 2 : 1;
  for (let n = 0; n < runs; n++) {
    const { fence, runId: id } = await claimed();
    await finish(id, { fence, result });
  }
  return runId;
}

const manage = () => cohortAccess(admin, cohortId, 'manage');
const seeWork = () => cohortAccess(admin, cohortId, 'seeWork');
const start = async (change: Partial<Parameters<typeof startRegrade>[1]> = {}) =>
  startRegrade(await manage(), {
    exercise: slug,
    note: 'The points were wrong',
    buildsAll: false,
    ...change,
  });
const decide = async (id: string, decision: Parameters<typeof decideRegrade>[2]) =>
  decideRegrade(await manage(), id, decision);
const preview = async (id: string, onlyChanges = true, page = 1) =>
  (await regradePreview(await seeWork(), id, { onlyChanges, page }))!;
const csv = async (cohort = cohortId) =>
  gradesCsv(await gradebookOf(await cohortAccess(admin, cohort, 'seeWork')));
const items = (id: string) =>
  site.query<{
    run_id: string;
    method: string | null;
    score: number | null;
    passed: boolean | null;
    error: string | null;
  }>('SELECT run_id, method, score, passed, error FROM regrade_item WHERE regrade_id = $1 ORDER BY run_id', [
    id,
  ]);
const runs = async () =>
  JSON.stringify(await site.query('SELECT * FROM run WHERE regrade_id IS NULL ORDER BY id'));

/** Runs what waits in the queue to its end. */
async function build(result: ResultDocument): Promise<string> {
  const { fence, runId, fresh } = await claimed();
  expect(fresh).toBe(true);
  await finish(runId, { fence, result });
  return runId;
}

describe('a result is computed from what is stored', () => {
  test('if only points have changed, and changes no grade before it is applied', async () => {
    const ada = await member('Ada');
    const runId = await judged(ada, halfPassed);
    const before = [await csv(), await runs()];
    const id = await start();
    expect((await preview(id)).state).toBe('judging');
    await judgeWaiting();
    const [item] = await items(id);
    expect(item).toMatchObject({ run_id: runId, method: 'recomputed', passed: false });
    expect(item!.score).not.toBe(50);
    expect([await csv(), await runs()]).toEqual(before);
    expect(await preview(id)).toMatchObject({
      state: 'ready',
      recomputed: 1,
      rebuilt: 0,
      summary: { learners: 1, changed: 1 },
      rows: [{ name: 'Ada', before: { points: 50 }, after: { points: item!.score } }],
    });
    expect((await preview(id)).rows[0]!.attempts[0]!.changes.map((change) => change.id)).toContain(
      'root-user',
    );
  });

  test.each([
    ['it was measured with something else', `UPDATE run SET measured_with = 'x'`],
    ['an earlier version did not note with what it was measured', 'UPDATE run SET measured_with = NULL'],
    ['its result has no points to scale', `UPDATE run SET result = jsonb_set(result, '{checks}', '[]')`],
  ])('but not if %s', async (_name, sql) => {
    await judged(await member('Ada'), halfPassed);
    await site.query(sql);
    const id = await start();
    await judgeWaiting();
    expect(await items(id)).toMatchObject([{ method: 'rebuilt', score: null }]);
  });

  test('but not if it is to be built anyway', async () => {
    await judged(await member('Ada'), halfPassed);
    const id = await start({ buildsAll: true });
    await judgeWaiting();
    expect(await items(id)).toMatchObject([{ method: 'rebuilt' }]);
  });

  test('a pass that no fresh engine has measured is built again', async () => {
    const passing = { ...halfPassed, checks: halfPassed.checks.map(({ id }) => check(id, 'pass')) };
    const ada = await member('Ada');
    await judged(ada, { ...passing, passed: false, score: 10 });
    const id = await start();
    await judgeWaiting();
    expect(await items(id)).toMatchObject([{ method: 'rebuilt' }]);
    await decide(id, 'discard');
    await judged(ada, { ...passing, passed: true, score: 100 });
    const again = await start();
    await judgeWaiting();
    expect(
      (await items(again)).map(({ method }) => method).toSorted(),
      'near miss: one that was confirmed',
    ).toEqual(['rebuilt', 'recomputed']);
  });
});

describe('a submission that is built again', () => {
  test('comes after practice runs and confirmations, in a fresh engine, and one at a time', async () => {
    const [ada, bob] = [await member('Ada'), await member('Bob')];
    await judged(ada, halfPassed);
    await judged(bob, halfPassed);
    await start({ buildsAll: true });
    await judgeWaiting();
    const confirming = await submitted(bob, 'golf');
    const passed = await claimed();
    expect(passed.runId).toBe(confirming);
    await finish(confirming, { fence: passed.fence, result: verdict('golf') });
    const practice = await submitted(ada, 'golf');
    expect((await runOf(ada.id, practice))?.queue?.place).toBe(1);
    expect(await queueFacts()).toMatchObject({ practice: 1, confirmations: 1, regrades: 2 });
    expect((await claimed()).runId).toBe(practice);
    const confirmation = await claimed();
    const { claim } = await import('../../lib/runs/claim.ts');
    const never = new AbortController().signal;
    expect(await claim({ runner: runner(), waitMs: 0 }, never), 'one in the background').toBeUndefined();
    await finish(confirmation.runId, { fence: confirmation.fence, result: verdict('golf') });
    const first = await claimed();
    expect(first).toMatchObject({ fresh: true, exercise: { slug } });
    expect(await claim({ runner: runner(), waitMs: 0 }, never)).toBeUndefined();
    expect((await claimed('runner-2')).runId).not.toBe(first.runId);
  });

  test('is not shown to the learner, and is not confirmed', async () => {
    const ada = await member('Ada');
    await judged(ada, halfPassed);
    const before = [await attemptsOf(ada.id, slug), await courseProgress(ada.id)];
    const id = await start({ buildsAll: true });
    await judgeWaiting();
    const rerun = await build(verdict(slug));
    await judgeWaiting();
    expect(await items(id)).toMatchObject([{ method: 'rebuilt', score: 100, passed: true }]);
    expect(await runOf(ada.id, rerun)).toBeUndefined();
    expect([await attemptsOf(ada.id, slug), await courseProgress(ada.id)]).toEqual(before);
    expect(await hasPassed(ada.id, slug)).toBe(false);
    expect(await site.query(`SELECT 1 FROM run WHERE kind = 'confirmation'`)).toEqual([]);
    await submitted(ada, slug);
    await decide(id, 'apply');
    expect((await preview(id)).summary).toMatchObject({ nowPass: 1, up: 1 });
  });

  test('is repeated after a platform fault, and keeps its result after the third', async () => {
    await judged(await member('Ada'), halfPassed);
    const id = await start({ buildsAll: true });
    const fault = verdict(slug, {
      status: 'infrastructure',
      passed: false,
      score: 0,
      failure: { phase: 'sandbox', message: 'the disk is full' },
    });
    for (let n = 0; n < 3; n++) {
      await judgeWaiting();
      expect(await items(id)).toMatchObject([{ error: null }]);
      await build(fault);
    }
    await judgeWaiting();
    expect(await items(id)).toMatchObject([{ error: 'the disk is full', score: null }]);
    expect(await preview(id, false)).toMatchObject({
      state: 'ready',
      failed: 1,
      rows: [{ before: { points: 50 }, after: { points: 50 }, attempts: [{ error: 'the disk is full' }] }],
    });
    await decide(id, 'apply');
    expect(await csv()).toContain(',50,');
  });
});

describe('decisions', () => {
  test('nothing can be applied before everything is judged, or twice, or after it was discarded', async () => {
    await judged(await member('Ada'), halfPassed);
    const id = await start();
    await expect(decide(id, 'apply')).rejects.toMatchObject({ code: 'conflict' });
    await expect(decide(id, 'revert')).rejects.toMatchObject({ code: 'conflict' });
    await expect(start(), 'a second one').rejects.toMatchObject({ code: 'conflict' });
    await judgeWaiting();
    await decide(id, 'apply');
    for (const decision of ['apply', 'discard'] as const)
      await expect(decide(id, decision)).rejects.toMatchObject({ code: 'conflict' });
    await decide(id, 'revert');
    await expect(decide(id, 'revert')).rejects.toMatchObject({ code: 'conflict' });
    const second = await start();
    await decide(second, 'discard');
    for (const decision of ['apply', 'discard', 'revert'] as const)
      await expect(decide(second, decision)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('two at once apply once', async () => {
    await judged(await member('Ada'), halfPassed);
    const id = await start();
    await judgeWaiting();
    const outcomes = await Promise.allSettled([
      decide(id, 'apply'),
      decide(id, 'apply'),
      decide(id, 'discard'),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('two starts at once make one regrade', async () => {
    await judged(await member('Ada'), halfPassed);
    const outcomes = await Promise.allSettled([start(), start(), start()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await regradesOf(await seeWork())).toHaveLength(1);
  });

  test('judging ends if it is discarded in between', async () => {
    const ada = await member('Ada');
    // As many as are read at once.
    for (let n = 0; n < 20; n++) await judged(ada, halfPassed);
    const id = await start({ buildsAll: true });
    await site.query('BEGIN');
    await site.query('UPDATE regrade SET discarded_at = now() WHERE id = $1', [id]);
    const judging = judgeWaiting();
    await expect
      .poll(async () => (await site.query('SELECT 1 FROM pg_locks WHERE NOT granted')).length)
      .toBeGreaterThan(0);
    await site.query('COMMIT');
    await judging;
    expect(await site.query(`SELECT FROM run WHERE kind = 'regrade'`)).toEqual([]);
  });

  test('discarding drops what is queued and stops what runs, and the submissions stay', async () => {
    const [ada, bob] = [await member('Ada'), await member('Bob')];
    await judged(ada, halfPassed);
    await judged(bob, halfPassed);
    const before = await runs();
    const id = await start({ buildsAll: true });
    await judgeWaiting();
    const { runId, fence } = await claimed();
    await decide(id, 'discard');
    await expect(heartbeat(runId, fence)).rejects.toMatchObject({ code: 'stale-fence' });
    await expect(finish(runId, { fence, result: verdict(slug) })).rejects.toMatchObject({
      code: 'stale-fence',
    });
    await judgeWaiting();
    expect(await site.query(`SELECT 1 FROM run WHERE kind = 'regrade'`)).toEqual([]);
    expect(await runs()).toBe(before);
  });

  test('a later regrade is based on what is applied, and is reverted first', async () => {
    const ada = await member('Ada');
    await judged(ada, halfPassed);
    const first = await start({ buildsAll: true });
    await judgeWaiting();
    await build({ ...halfPassed, score: 60 });
    await judgeWaiting();
    await decide(first, 'apply');
    expect(await csv()).toContain(',60,');
    const second = await start({ buildsAll: true });
    await expect(decide(first, 'revert'), 'while one is open').rejects.toMatchObject({ code: 'conflict' });
    await judgeWaiting();
    await build({ ...halfPassed, score: 70 });
    await judgeWaiting();
    expect((await preview(second)).rows).toMatchObject([{ before: { points: 60 }, after: { points: 70 } }]);
    expect((await preview(first)).rows, 'still what it changed').toMatchObject([
      { before: { points: 50 }, after: { points: 60 } },
    ]);
    await decide(second, 'apply');
    expect(await csv()).toContain(',70,');
    expect((await preview(first)).rows).toMatchObject([{ before: { points: 50 }, after: { points: 60 } }]);
    await expect(decide(first, 'revert')).rejects.toMatchObject({ code: 'conflict' });
    await decide(second, 'revert');
    expect(await csv()).toContain(',60,');
    await decide(first, 'revert');
    expect(await csv()).toContain(',50,');
  });

  test('concern one class and one exercise', async () => {
    const ada = await member('Ada');
    const other = await newClass('Elsewhere');
    await site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [other, ada.id]);
    await judged(ada, halfPassed);
    const before = await csv(other);
    const id = await start();
    await judgeWaiting();
    await decide(id, 'apply');
    expect(await csv()).not.toBe(before);
    expect(await csv(other)).toBe(before);
    await expect(
      decideRegrade(await cohortAccess(admin, other, 'manage'), id, 'revert'),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(
      await regradePreview(await cohortAccess(admin, other, 'seeWork'), id, { onlyChanges: true, page: 1 }),
    ).toBeUndefined();
  });

  test('deleting the class deletes its regrades with their runs', async () => {
    await judged(await member('Ada'), halfPassed);
    await start({ buildsAll: true });
    await judgeWaiting();
    const before = await runs();
    expect(await deleteCohort(await manage(), 'Autumn')).toBe(true);
    expect(await site.query('SELECT 1 FROM regrade')).toEqual([]);
    expect(await site.query(`SELECT 1 FROM run WHERE kind = 'regrade'`)).toEqual([]);
    expect(await runs()).toBe(before);
  });

  test('a learner who has left is not shown, and what came later is not part of it', async () => {
    const [ada, bob] = [await member('Ada'), await member('Bob')];
    await judged(ada, halfPassed);
    await judged(bob, halfPassed);
    const id = await start();
    await judgeWaiting();
    await site.query('DELETE FROM cohort_member WHERE learner_id = $1', [bob.id]);
    await judged(ada, verdict(slug, { score: 99, passed: false }));
    expect((await preview(id, false)).rows).toMatchObject([
      { name: 'Ada', before: { points: 99 }, after: { points: 99 } },
    ]);
    await decide(id, 'apply');
    expect(await csv()).toContain(',99,');
  });

  test('nothing to judge is refused', async () => {
    await expect(start(), 'no submission').rejects.toMatchObject({ code: 'conflict' });
    await judged(await member('Ada'), verdict(slug, { status: 'infrastructure', passed: false, score: 0 }));
    await expect(start(), 'no attempt').rejects.toMatchObject({ code: 'conflict' });
    await expect(start({ exercise: 'slim-trap' }), 'not assigned').rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(start({ exercise: 'no-such' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('what is being graded is left out, and a pass is judged by its confirmation', async () => {
  const ada = await member('Ada');
  await submitted(ada, slug);
  const practice = await claimed();
  await finish(practice.runId, { fence: practice.fence, result: verdict(slug) });
  await expect(start(), 'it waits for its confirmation').rejects.toMatchObject({ code: 'conflict' });
  const confirmation = await claimed();
  await finish(confirmation.runId, { fence: confirmation.fence, result: halfPassed });
  const id = await start();
  expect(
    await site.query('SELECT run_id, base_run_id FROM regrade_item WHERE regrade_id = $1', [id]),
  ).toEqual([{ run_id: practice.runId, base_run_id: confirmation.runId }]);
});

test('a learner sees the corrected verdict with its reason, and the original one', async () => {
  const ada = await member('Ada');
  const runId = await judged(ada, halfPassed);
  const page = async (query = {}) => {
    request.headers = new Headers({ cookie: ada.cookie });
    const shown = await RunPage({
      params: Promise.resolve({ id: runId }),
      searchParams: Promise.resolve(query),
    });
    return shown.props as { children: ReactElement[] };
  };
  expect(await correctionOf(runId)).toBeUndefined();
  const id = await start({ buildsAll: true });
  await judgeWaiting();
  await build({ ...halfPassed, score: 77 });
  await judgeWaiting();
  expect(await correctionOf(runId), 'not before it is applied').toBeUndefined();
  await decide(id, 'apply');
  expect(await correctionOf(runId)).toMatchObject({
    result: { score: 77 },
    correction: { note: 'The points were wrong' },
  });
  expect(await correctionOf(runId, cohortId)).toBeDefined();
  expect(await correctionOf(runId, randomUUID()), 'a different class').toBeUndefined();
  expect((await runOf(ada.id, runId))?.result?.score, 'the run itself is unchanged').toBe(50);
  expect(await page()).toBeDefined();
  await decide(id, 'revert');
  expect(await correctionOf(runId)).toBeUndefined();
});

/** Inserts learners with an old result each, of which every tenth has to be built again. */
async function largeClass(learners: number): Promise<void> {
  await site.query(
    `INSERT INTO "user" (id, name, email, updated_at)
     SELECT 'learner-' || n, 'Learner ' || n, 'learner-' || n || '@school.example', now() FROM generate_series(1, $1::int) AS n`,
    [learners],
  );
  await site.query(
    `INSERT INTO cohort_member (cohort_id, learner_id) SELECT $1, id FROM "user" WHERE id LIKE 'learner-%'`,
    [cohortId],
  );
  await site.query(
    `INSERT INTO submission (id, learner_id, exercise, files)
     SELECT gen_random_uuid(), learner_id, $1, '{"Dockerfile": "FROM scratch\\nCOPY . .\\n"}' FROM cohort_member`,
    [slug],
  );
  await site.query(
    `INSERT INTO run (id, submission_id, learner_id, exercise, state, finished_at, result, result_status, score, passed, measured_with)
     SELECT gen_random_uuid(), id, learner_id, exercise, 'done', created_at, $1::jsonb, 'graded', 50, false,
       CASE WHEN substr(learner_id, 9)::int % 10 = 0 THEN 'before' ELSE $2 END
     FROM submission`,
    [JSON.stringify(halfPassed), current],
  );
  await site.query(
    `INSERT INTO grade_override (cohort_id, kind, slug, learner_id, points, reason)
     SELECT $1, 'exercise', $2, learner_id, 88, 'oral exam' FROM cohort_member WHERE learner_id LIKE '%7'`,
    [cohortId, slug],
  );
}

test('1,000 submissions: a complete preview, applied as previewed, reverted byte for byte, no override changed', async () => {
  await largeClass(1_000);
  const overrides = () => site.query('SELECT * FROM grade_override ORDER BY learner_id');
  const before = { csv: await csv(), runs: await runs(), overrides: await overrides() };
  const id = await start();
  await judgeWaiting();
  // What the runner would do a hundred times.
  await site.query(
    `UPDATE run SET state = 'done', result = $1::jsonb, result_status = 'graded', score = 100, passed = true WHERE kind = 'regrade'`,
    [JSON.stringify(verdict(slug))],
  );
  await judgeWaiting();
  const first = await preview(id);
  expect(first).toMatchObject({
    state: 'ready',
    submissions: 1_000,
    recomputed: 900,
    rebuilt: 100,
    failed: 0,
    pages: 36,
    summary: { learners: 1_000, changed: 900, nowPass: 100, overridden: 100 },
  });
  const expected = new Map<string, number | null>();
  for (let page = 1; page <= 40; page++)
    for (const row of (await preview(id, false, page)).rows) expected.set(row.learnerId, row.after.points);
  expect(expected.size).toBe(1_000);
  expect({ csv: await csv(), runs: await runs(), overrides: await overrides() }).toEqual(before);

  await decide(id, 'apply');
  const { columns, rows } = await gradebookOf(await seeWork());
  const column = columns.findIndex((one) => one.slug === slug);
  expect(new Map(rows.map(({ learnerId, cells }) => [learnerId, cells[column]!.points]))).toEqual(expected);
  expect(await csv()).not.toBe(before.csv);
  expect(await runs()).toBe(before.runs);
  expect(await overrides()).toEqual(before.overrides);

  await decide(id, 'revert');
  expect({ csv: await csv(), runs: await runs(), overrides: await overrides() }).toEqual(before);
});

const people = [
  'nobody',
  'anonymous',
  'outsider',
  'learner',
  'otherStaff',
  'author',
  'assistant',
  'instructor',
  'admin',
] as const;
type Person = (typeof people)[number];
const managers: readonly Person[] = ['instructor', 'admin'];
const mayRead: readonly Person[] = ['assistant', ...managers];

describe('who may', () => {
  let who: Partial<Record<Person, Visitor>>;
  let id: string;

  beforeEach(async () => {
    const other = await newClass('Elsewhere');
    who = { anonymous: await newLearner(), outsider: await account(), learner: await member('Ada') };
    for (const role of ['author', 'assistant', 'instructor'] as const)
      who[role] = await account(role, cohortId);
    who.otherStaff = await account('instructor', other);
    who.admin = await account();
    await site.query('UPDATE "user" SET is_admin = true WHERE id = $1', [who.admin.id]);
    await judged(who.learner!, halfPassed);
    id = await start();
    await judgeWaiting();
  });

  /** An account, on the staff of a class's course if a role is given. */
  async function account(role?: string, cohort?: string): Promise<Visitor> {
    const visitor = await newLearner();
    await site.query('UPDATE "user" SET is_anonymous = false WHERE id = $1', [visitor.id]);
    if (role !== undefined)
      await site.query(
        `INSERT INTO staff_member (course_id, user_id, role) SELECT course_id, $1, $2::staff_role FROM cohort WHERE id = $3`,
        [visitor.id, role, cohort],
      );
    return visitor;
  }

  function as(person: Person, headers: Record<string, string> = { origin: SITE_URL }): void {
    const cookie = who[person]?.cookie;
    request.headers = new Headers({ ...headers, ...(cookie !== undefined && { cookie }) });
  }

  function form(fields: Record<string, string>): FormData {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return data;
  }

  const everything = async () => JSON.stringify(await site.query('SELECT * FROM regrade ORDER BY id'));

  /** What an action returns or a page shows; for one that leads elsewhere, `→` and where. */
  async function outcomeOf<T>(promise: Promise<T>): Promise<T | string> {
    try {
      return await promise;
    } catch (error) {
      const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '';
      if (digest.startsWith('NEXT_REDIRECT')) return `→ ${digest.split(';')[2]!}`;
      if (digest.startsWith('NEXT_HTTP_ERROR_FALLBACK;404')) return '→ not-found';
      throw error;
    }
  }

  const actions: [string, () => Promise<object>][] = [
    ['apply one', () => submitDecision(cohortId, id, {}, form({ do: 'apply' }))],
    ['discard one', () => submitDecision(cohortId, id, {}, form({ do: 'discard' }))],
  ];

  test.each(actions.flatMap(([name, act]) => people.map((person) => ({ name, person, act }))))(
    '$name: $person',
    async ({ person, act }) => {
      const before = await everything();
      as(person);
      const outcome = await act();
      if (managers.includes(person)) {
        expect(outcome).toMatchObject({ done: expect.any(String) });
        expect(await everything()).not.toBe(before);
      } else {
        expect(outcome).toMatchObject({ message: expect.any(String) });
        expect(await everything()).toBe(before);
      }
    },
  );

  test.each(people)('revert one: %s', async (person) => {
    await decide(id, 'apply');
    const before = await everything();
    as(person);
    const outcome = await submitDecision(cohortId, id, {}, form({ do: 'revert' }));
    if (managers.includes(person)) expect(outcome).toMatchObject({ done: expect.any(String) });
    else expect(outcome).toMatchObject({ message: expect.any(String) });
    expect((await everything()) === before).toBe(!managers.includes(person));
  });

  test.each(people)('start one: %s', async (person) => {
    await decide(id, 'discard');
    const before = await everything();
    as(person);
    const outcome = await outcomeOf(
      submitRegrade(cohortId, {}, form({ exercise: slug, note: 'A probe was wrong' })),
    );
    if (managers.includes(person)) expect(outcome).toMatch(new RegExp(`^→ /teach/${cohortId}/regrade/`));
    else expect(outcome).toMatchObject({ message: expect.any(String) });
    expect((await everything()) === before).toBe(!managers.includes(person));
  });

  test('an action from a page of a different site changes nothing', async () => {
    const before = await everything();
    as('instructor', { origin: 'https://elsewhere.test' });
    expect(await submitDecision(cohortId, id, {}, form({ do: 'apply' }))).toMatchObject({
      message: expect.any(String),
    });
    expect(await submitRegrade(cohortId, {}, form({ exercise: slug, note: 'x' }))).toMatchObject({
      message: expect.any(String),
    });
    expect(await everything()).toBe(before);
  });

  test.each([
    ['no note', { exercise: slug, note: ' ' }, 'note'],
    ['a long note', { exercise: slug, note: 'x'.repeat(201) }, 'note'],
    ['no exercise', { note: 'x' }, 'exercise'],
  ])('a form with %s is rejected', async (_name, fields, problem) => {
    as('instructor');
    const outcome = await submitRegrade(cohortId, {}, form(fields as Record<string, string>));
    expect(Object.keys(outcome.problems ?? {})).toEqual([problem]);
  });

  const pages: [string, (query?: Record<string, string>) => Promise<ReactElement>][] = [
    ['the list', () => CohortRegradesPage({ params: Promise.resolve({ cohort: cohortId }) })],
    [
      'a regrade',
      (query = {}) =>
        CohortRegradePage({
          params: Promise.resolve({ cohort: cohortId, regrade: id }),
          searchParams: Promise.resolve(query),
        }),
    ],
  ];

  test.each(pages.flatMap(([name, page]) => people.map((person) => ({ name, person, page }))))(
    'see $name: $person',
    async ({ person, page }) => {
      as(person);
      const shown = await outcomeOf(page());
      if (mayRead.includes(person)) {
        const html = renderToStaticMarkup(shown as ReactElement);
        expect(html).toContain('The points were wrong');
        expect(html.includes('<form')).toBe(managers.includes(person));
      } else expect(shown).toMatch(/^→ (?:not-found|\/sign-in)/);
    },
  );

  test('a page shows each learner before and after, with the checks that are different', async () => {
    as('assistant');
    const html = renderToStaticMarkup((await pages[1]![1]()) as ReactElement);
    expect(html).toMatch(/1 of 1 learner changes: 1 (?:up|down)\./);
    expect(html).toContain('computed from the stored result');
    expect(html).toContain('/checks/root-user');
    for (const query of [{ show: 'all' }, { page: '7' }, { page: 'x' }, { page: '-1' }] as Record<
      string,
      string
    >[])
      expect(renderToStaticMarkup((await pages[1]![1](query)) as ReactElement)).toContain('Ada');
  });

  test.each(['x', '\0', '01a1fca7-1082-722a-aa46-3aa38918a288'])('%j is not a regrade', async (absent) => {
    as('admin');
    const page = CohortRegradePage({
      params: Promise.resolve({ cohort: cohortId, regrade: absent }),
      searchParams: Promise.resolve({}),
    });
    expect(await outcomeOf(page)).toBe('→ not-found');
    expect(await submitDecision(cohortId, absent, {}, form({ do: 'apply' }))).toMatchObject({
      message: expect.any(String),
    });
  });
});
