import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ContextAccess } from '../../lib/lti/access.ts';
import { readRosterFor } from '../../lib/lti/read-rosters.ts';
import { retryScores } from '../../lib/lti/retry-scores.ts';
import { scoreLedger } from '../../lib/lti/score-ledger.ts';
import { siteMetrics } from '../../lib/telemetry/site-metrics.ts';
import { compareAndSend, graded, type Lms, type LmsScore, openLms } from './lms.ts';

vi.mock('next/headers', () => ({ headers: async () => new Headers() }));

const EXERCISE = 'non-root';
const LESSON = 'how-the-cache-decides';
let lms: Lms;
const access = () => ({ contextId: lms.contextId, platformId: lms.platformId }) as ContextAccess;

beforeAll(async () => {
  lms = await openLms();
});
afterAll(() => lms.close());
beforeEach(() => lms.forgetRequests());
afterEach(async () => {
  await lms.platform.control('release');
  await lms.platform.control('delete_line_items');
  await lms.site.clear(
    'lti_link',
    'assignment',
    'extension',
    'grade_override',
    'regrade',
    'run',
    'submission',
    'quiz_attempt',
    'cohort_member',
  );
  await lms.site.query(
    'UPDATE lti_platform SET sending_until = NULL, paused_until = NULL, problem = NULL, failures = 0',
  );
  await lms.site.query(
    `UPDATE cohort SET counts = 'best', attempts_max = NULL, late_percent_per_day = 10, late_for_days = NULL`,
  );
});

/** The one score of the LMS. */
async function onlyScore(): Promise<LmsScore> {
  const { scores } = await lms.state();
  expect(scores).toHaveLength(1);
  return scores[0]!;
}

const posted = async () => (await lms.requests('/scores')).filter(({ method }) => method === 'POST');
const points = async () => (await lms.state()).scores.map(({ given }) => given);
const ledger = async () => (await scoreLedger(access(), { onlyOpen: false, page: 1 }))!;
/** Lets the pause after a failure end. */
const endPauses = async () => {
  await lms.site.query('UPDATE lti_platform SET paused_until = NULL');
  await lms.site.query('UPDATE lti_score SET next_try_at = now() WHERE next_try_at IS NOT NULL');
};

describe('a grade', () => {
  const at = new Date('2026-11-03T10:20:30.456Z');

  test('arrives once, with the time of its submission', async () => {
    await lms.addLink('exercise', EXERCISE);
    await lms.enrol(['ada', 'ben']);
    await graded(lms.site, 'ada', EXERCISE, 83.7, at);
    siteMetrics().scores.reset();
    await compareAndSend();
    await compareAndSend();
    expect((await siteMetrics().scores.get()).values).toEqual([
      { labels: { outcome: 'accepted' }, value: 1 },
    ]);
    const score = await onlyScore();
    expect(score).toMatchObject({
      given: 83.7,
      maximum: 100,
      activity: 'Completed',
      grading: 'FullyGraded',
    });
    expect(new Date(score.timestamp)).toEqual(at);
    const { lineItems, grades } = await lms.state();
    expect(lineItems).toMatchObject([{ resourceId: `exercise/${EXERCISE}`, maximum: 100 }]);
    expect(Object.values(grades)).toEqual([{ ada: 83.7 }]);
    expect(await posted()).toHaveLength(1);
    expect(await ledger()).toMatchObject({
      all: 1,
      open: 0,
      rows: [{ name: 'ada', state: 'confirmed', confirmed: { points: 83.7 } }],
    });
  });

  test('goes into the column that the LMS has for the link', async () => {
    await lms.addLink('exercise', EXERCISE, 'declarative');
    await lms.enrol(['ada']);
    const before = (await lms.state()).lineItems;
    await graded(lms.site, 'ada', EXERCISE, 70);
    await compareAndSend();
    expect(before).toHaveLength(1);
    expect((await lms.state()).lineItems).toEqual(before);
    expect(await onlyScore()).toMatchObject({ lineItem: before[0]!.id, given: 70 });
  });

  test('waits if the LMS takes none', async () => {
    await lms.addLink('exercise', EXERCISE, 'disabled');
    await lms.enrol(['ada']);
    await graded(lms.site, 'ada', EXERCISE, 70);
    await compareAndSend();
    expect(await lms.requests()).toEqual([]);
    const [row] = (await ledger()).rows;
    expect(row).toMatchObject({ state: 'failed', wanted: { points: 70 }, sent: undefined });
    expect(row!.problem).toMatch(/no column/);
  });

  test('is not sent for someone whom the LMS does not know', async () => {
    await lms.addLink('exercise', EXERCISE);
    await lms.enrol(['ada']);
    await lms.site.query(`DELETE FROM account WHERE user_id = 'ada'`);
    await graded(lms.site, 'ada', EXERCISE, 70);
    await compareAndSend();
    expect(await lms.requests()).toEqual([]);
    expect((await ledger()).all).toBe(0);
  });

  test('waits for someone who has disconnected the account, and says so', async () => {
    await lms.addLink('exercise', EXERCISE);
    await lms.enrol(['ada']);
    await graded(lms.site, 'ada', EXERCISE, 70);
    await compareAndSend();
    await lms.site.query(`DELETE FROM account WHERE user_id = 'ada'`);
    await graded(lms.site, 'ada', EXERCISE, 80);
    await lms.forgetRequests();
    await compareAndSend();
    const disconnected = await ledger();
    expect(disconnected).toMatchObject({ open: 1, failed: 0, disconnected: 1 });
    expect(disconnected.rows).toMatchObject([
      { state: 'disconnected', wanted: { points: 80 }, confirmed: { points: 70 }, nextTry: undefined },
    ]);
    expect(disconnected.rows[0]!.problem).toMatch(/disconnected their account/);
    expect(await retryScores(access(), undefined)).toBe(0);
    await compareAndSend();
    expect(await lms.requests()).toEqual([]);

    await lms.enrol(['ada']);
    await compareAndSend();
    expect(await ledger()).toMatchObject({ open: 0, disconnected: 0, rows: [{ state: 'confirmed' }] });
    expect((await lms.state()).scores.map(({ given }) => given)).toEqual([80]);
  });
});

describe('what changes a grade is sent', () => {
  const submitted = new Date('2026-11-03T10:00:00Z');
  /** A day before the submission. */
  const dueAt = new Date('2026-11-02T12:00:00Z');
  const work = [EXERCISE, 'ada'];

  const override = (value: number) =>
    lms.site.query(
      `INSERT INTO grade_override (cohort_id, kind, slug, learner_id, points, reason)
       VALUES ($1, 'exercise', $2, $3, $4, '') ON CONFLICT (cohort_id, kind, slug, learner_id)
       DO UPDATE SET points = excluded.points, decided_at = now()`,
      [lms.cohortId, ...work, value],
    );
  const setDeadline = () =>
    lms.site.query('UPDATE assignment SET due_at = $1 WHERE slug = $2', [dueAt, EXERCISE]);
  const regraded = async (score: number) => {
    const id = randomUUID();
    await lms.site.query(
      `INSERT INTO regrade (id, cohort_id, exercise, note, builds_all, applied_at) VALUES ($1, $2, $3, '', false, now())`,
      [id, lms.cohortId, EXERCISE],
    );
    await lms.site.query(
      `INSERT INTO regrade_item (regrade_id, run_id, base_run_id, method, judged_at, result_status, score, passed)
       SELECT $1, id, id, 'recomputed', now(), 'graded', $2, false FROM run WHERE learner_id = 'ada'`,
      [id, score],
    );
  };

  test.each<[string, (() => Promise<unknown>)[], (number | null)[]]>([
    ['a better submission', [() => graded(lms.site, 'ada', EXERCISE, 90)], [80, 90]],
    ['a worse one does not', [() => graded(lms.site, 'ada', EXERCISE, 20)], [80]],
    [
      'a worse one, if the last one counts',
      [
        () => lms.site.query(`UPDATE cohort SET counts = 'last'`),
        () => graded(lms.site, 'ada', EXERCISE, 20),
      ],
      [80, 20],
    ],
    [
      'points that staff set, lower ones, and none any more',
      [() => override(95), () => override(10), () => lms.site.query('DELETE FROM grade_override')],
      [80, 95, 10, 80],
    ],
    [
      'a deadline, an extension, and a different late policy',
      [
        setDeadline,
        () =>
          lms.site.query(
            `INSERT INTO extension (cohort_id, kind, slug, learner_id, until, reason) VALUES ($1, 'exercise', $2, $3, $4, '')`,
            [lms.cohortId, ...work, submitted],
          ),
        () => lms.site.query('DELETE FROM extension'),
        () => lms.site.query('UPDATE cohort SET late_percent_per_day = 50'),
        () => lms.site.query('UPDATE cohort SET late_for_days = 0'),
      ],
      [80, 72, 80, 72, 40, null],
    ],
    [
      'a regrade, and its end',
      [() => regraded(55), () => lms.site.query('UPDATE regrade SET reverted_at = now()')],
      [80, 55, 80],
    ],
    [
      'an exam that begins after the submission',
      [() => lms.site.query(`UPDATE assignment SET mode = 'exam', opens_at = now()`)],
      [80, null],
    ],
  ])('%s', async (_name, changes, expected) => {
    await lms.addLink('exercise', EXERCISE);
    await lms.enrol(['ada']);
    await graded(lms.site, 'ada', EXERCISE, 80, submitted);
    await compareAndSend();
    const times = [await onlyScore()];
    for (const change of changes) {
      // Otherwise everything of someone who has just submitted something is compared.
      await lms.site.query(`UPDATE run SET finished_at = finished_at - interval '1 hour'`);
      await change();
      await compareAndSend();
      times.push(await onlyScore());
    }
    const bodies = (await posted()).map(({ body }) => JSON.parse(body) as { scoreGiven?: number });
    expect(bodies.map(({ scoreGiven }) => scoreGiven ?? null)).toEqual(expected);
    expect(times.at(-1)!.given).toBe(expected.at(-1));
    expect((await posted()).map(({ status }) => status)).toEqual(expected.map(() => 201));
  });

  test('an answer to a quiz', async () => {
    await lms.addLink('quiz', LESSON);
    await lms.enrol(['ada']);
    const { gradedQuizzes } = await import('../../lib/teaching/quiz-attempts.ts');
    const quizzes = (await gradedQuizzes([LESSON])).get(LESSON)!;
    const [quiz] = quizzes.ids;
    await lms.site.query(
      `INSERT INTO quiz_attempt (id, learner_id, lesson, quiz, "right") VALUES (gen_random_uuid(), 'ada', $2, $1, 1)`,
      [quiz, LESSON],
    );
    await compareAndSend();
    expect(await points()).toEqual([Math.round(1_000 / quizzes.questions) / 10]);
    expect((await lms.state()).lineItems[0]!.label).toMatch(/^Quiz: /);
  });

  test('a submission of someone in the same group', async () => {
    await lms.addLink('exercise', EXERCISE);
    await lms.enrol(['ada', 'ben', 'cy']);
    await lms.site.query(`UPDATE assignment SET mode = 'group'`);
    await lms.site.query(`UPDATE cohort_member SET group_name = 'A' WHERE learner_id IN ('ada', 'ben')`);
    await compareAndSend();
    await graded(lms.site, 'ada', EXERCISE, 80);
    await compareAndSend();
    expect(await points()).toEqual([80, 80]);
  });

  test('but an LMS keeps the grades of a class whose work is deleted', async () => {
    await lms.addLink('exercise', EXERCISE);
    await lms.enrol(['ada']);
    await graded(lms.site, 'ada', EXERCISE, 80, submitted);
    await compareAndSend();
    await lms.site.query(`UPDATE assignment SET due_at = '2020-01-01'`);
    await lms.site.query(
      `UPDATE cohort SET delete_after_months = 1, deletion_announced_at = now() - interval '60 days'`,
    );
    await lms.site.query('DELETE FROM submission');
    await compareAndSend();
    expect(await points()).toEqual([80]);
    expect(await posted()).toHaveLength(1);
    await lms.site.query('UPDATE cohort SET delete_after_months = NULL');
  });
});

describe('a class of 120', () => {
  test('3 changes are 3 requests, one at a time', async () => {
    await lms.addLink('exercise', EXERCISE);
    const learners = Array.from({ length: 120 }, (_, index) => `learner-${index}`);
    await lms.enrol(learners);
    await lms.site.query(
      `WITH made AS (
         INSERT INTO submission (id, learner_id, exercise, files)
         SELECT gen_random_uuid(), unnest($1::text[]), $2, '{}' RETURNING id, learner_id)
       INSERT INTO run (id, submission_id, learner_id, exercise, state, finished_at, result_status, score, passed)
       SELECT gen_random_uuid(), id, learner_id, $2, 'done', now(), 'graded', 50, false FROM made`,
      [learners, EXERCISE],
    );
    await compareAndSend();
    expect(await points()).toEqual(learners.map(() => 50));
    expect((await lms.requests()).filter(({ others }) => others > 0)).toEqual([]);
    await lms.forgetRequests();
    await graded(lms.site, 'learner-7', EXERCISE, 60);
    await graded(lms.site, 'learner-119', EXERCISE, 70);
    await lms.site.query(
      `INSERT INTO grade_override (cohort_id, kind, slug, learner_id, points, reason) VALUES ($1, 'exercise', $2, 'learner-0', 10, '')`,
      [lms.cohortId, EXERCISE],
    );
    await compareAndSend();
    expect((await lms.requests()).map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)).toEqual([
      'POST scores',
      'POST scores',
      'POST scores',
    ]);
    expect((await points()).filter((given) => given !== 50).toSorted()).toEqual([10, 60, 70]);
    const page = (await scoreLedger(access(), { onlyOpen: false, page: 3 }))!;
    expect([page.all, page.open, page.pages, page.rows.length]).toEqual([120, 0, 3, 20]);
  });
});

describe('an LMS that is ill', () => {
  beforeEach(async () => {
    await lms.addLink('exercise', EXERCISE);
    await lms.enrol(['ada', 'ben']);
    await graded(lms.site, 'ada', EXERCISE, 80, new Date('2026-11-03T10:00:00Z'));
    await graded(lms.site, 'ben', EXERCISE, 70, new Date('2026-11-03T11:00:00Z'));
  });

  const fault = (what: object) => lms.platform.control('fault', what);

  test.each<[string, object, RegExp]>([
    ['500', { path: '/scores', status: 500 }, /fault of its own/],
    ['503 for the token', { path: '/token/', status: 503 }, /fault of its own/],
    ['401 for the token', { path: '/token/', status: 401 }, /signature/],
    ['a token that is none', { path: '/token/', status: 200, body: 'welcome' }, /no access token/],
    ['no answer', { path: '/scores', lose: true }, /cannot be reached/],
    ['429', { path: '/scores', status: 429, headers: { 'Retry-After': '3000' } }, /pause/],
  ])('%s: everything waits, and arrives later', async (_name, what, words) => {
    // A new key, so that a new token is needed.
    await lms.platform.control('renew_key', { passport: lms.registration.passport });
    await fault(what);
    await compareAndSend();
    await compareAndSend();
    const { pause, open, rows } = await ledger();
    expect([open, rows.map(({ state }) => state)]).toEqual([2, ['waiting', 'waiting']]);
    expect(pause?.problem).toMatch(words);
    await endPauses();
    await compareAndSend();
    expect(await points()).toEqual([80, 70]);
    expect(await ledger()).toMatchObject({ open: 0, pause: undefined });
  });

  test('waits as long as it asks for', async () => {
    await fault({ path: '/scores', status: 429, headers: { 'Retry-After': '3000' } });
    await compareAndSend();
    const [{ seconds }] = (await lms.site.query(
      `SELECT extract(epoch FROM paused_until - now()) AS seconds FROM lti_platform`,
    )) as [{ seconds: string }];
    expect(Number(seconds)).toBeGreaterThan(2_900);
    await lms.forgetRequests();
    await compareAndSend();
    expect(await lms.requests()).toEqual([]);
  });

  test('waits longer each time that it fails', async () => {
    await fault({ path: '/scores', status: 500, times: 3 });
    const pauses = [];
    for (let n = 0; n < 3; n++) {
      await endPauses();
      await compareAndSend();
      const [row] = (await lms.site.query(
        'SELECT extract(epoch FROM paused_until - now()) AS seconds FROM lti_platform',
      )) as [{ seconds: string }];
      pauses.push(Math.round(Number(row.seconds) / 30) * 30);
    }
    expect(pauses).toEqual([30, 60, 120]);
  });

  test('cannot be reached at all', async () => {
    await lms.site.query(`UPDATE lti_platform SET token_url = 'http://localhost:1/token'`);
    await compareAndSend();
    expect((await ledger()).pause?.problem).toMatch(/cannot be reached/);
    await lms.site.query('UPDATE lti_platform SET token_url = $1', [lms.registration.tokenUrl]);
    await endPauses();
    await compareAndSend();
    expect(await points()).toEqual([80, 70]);
  });

  test('names an address of a different kind: nothing is sent there', async () => {
    await lms.site.query(`UPDATE lti_link SET line_items_url = 'http://10.0.0.1/items'`);
    await compareAndSend();
    expect((await ledger()).rows.map(({ problem }) => problem)).toEqual([
      expect.stringMatching(/https/),
      expect.stringMatching(/https/),
    ]);
  });

  test('names a column on a different host: the access token is not sent there', async () => {
    const [{ resourceLinkId }] = (await lms.site.query(
      'SELECT resource_link_id AS "resourceLinkId" FROM lti_link',
    )) as [{ resourceLinkId: string }];
    const column = { id: 'https://else.example/items/1', resourceLinkId };
    await fault({ path: '/lti-ags', method: 'GET', status: 200, body: JSON.stringify([column]) });
    await compareAndSend();
    const { rows } = await ledger();
    expect(rows.map(({ problem }) => problem)).toEqual([
      expect.stringMatching(/named an address that/),
      expect.stringMatching(/named an address that/),
    ]);
    expect(await lms.site.query('SELECT line_item_url FROM lti_link')).toEqual([{ line_item_url: null }]);
  });

  test('gets one request at a time, also while its members are read', async () => {
    await fault({ path: '/scores', hold: 'before' });
    const sending = compareAndSend();
    const held = async () => (await lms.requests()).filter(({ held: at }) => at !== null).length;
    await expect.poll(held).toBe(1);
    const reading = readRosterFor(access());
    expect(await held()).toBe(1);
    await lms.platform.control('release');
    await Promise.all([sending, reading]);
    const seen = await lms.requests();
    expect(seen.some(({ path }) => path.endsWith('/memberships'))).toBe(true);
    expect(seen.filter(({ others }) => others > 0)).toEqual([]);
  });

  test('no longer accepts a token: a new one is fetched, and nothing is lost', async () => {
    await compareAndSend();
    await lms.platform.control('renew_key', { passport: lms.registration.passport });
    await graded(lms.site, 'ada', EXERCISE, 90);
    await lms.forgetRequests();
    await compareAndSend();
    expect(await points()).toEqual([90, 70]);
    expect((await lms.requests()).map(({ path, status }) => [path.split('/').at(-1), status])).toEqual([
      ['scores', 403],
      [expect.any(String), 200],
      ['scores', 201],
    ]);
  });

  test('refuses one score: the others arrive, and it is tried again', async () => {
    await fault({ path: '/scores', status: 422 });
    await compareAndSend();
    expect(await points()).toEqual([70]);
    const { open, failed, rows } = await ledger();
    expect([open, failed, rows[0]!.name, rows[0]!.state]).toEqual([1, 1, 'ada', 'failed']);
    expect(rows[0]!.problem).toMatch(/refused/);
    expect(rows[0]!.nextTry).toBeDefined();
    await lms.forgetRequests();
    await compareAndSend();
    expect(await lms.requests(), 'not before its time').toEqual([]);
    expect(await retryScores(access(), { linkId: rows[0]!.linkId, learnerId: 'ada' })).toBe(1);
    await compareAndSend();
    expect((await points()).toSorted()).toEqual([70, 80]);
  });

  test('loses a column: “Try again” creates it and sends all points', async () => {
    await compareAndSend();
    await lms.platform.control('delete_line_items');
    await graded(lms.site, 'ada', EXERCISE, 90);
    await compareAndSend();
    expect((await ledger()).rows[0]!.problem).toMatch(/no longer has the column/);
    expect((await lms.state()).lineItems).toEqual([]);
    expect(await retryScores(access(), undefined)).toBe(2);
    await compareAndSend();
    expect((await lms.state()).lineItems).toHaveLength(1);
    expect((await points()).toSorted()).toEqual([70, 90]);
  });

  test('loses an answer: the score is not sent with a new time', async () => {
    await fault({ path: '/scores', lose: true });
    await compareAndSend();
    await endPauses();
    await compareAndSend();
    const { scores } = await lms.state();
    expect(scores.map(({ given, timestamp }) => [given, new Date(timestamp).toISOString()])).toEqual([
      [80, '2026-11-03T10:00:00.000Z'],
      [70, '2026-11-03T11:00:00.000Z'],
    ]);
    expect((await posted()).map(({ status }) => status)).toEqual([201, 400, 201]);
    expect((await ledger()).open).toBe(0);
  });

  test('loses an answer and shows no results: the same score arrives again', async () => {
    await lms.site.query(
      `UPDATE lti_link SET scopes = array_remove(scopes, 'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly')`,
    );
    await fault({ path: '/scores', lose: true });
    await compareAndSend();
    await endPauses();
    await compareAndSend();
    expect((await posted()).map(({ status }) => status)).toEqual([201, 400, 201, 201]);
    expect(await points()).toEqual([80, 70]);
    expect((await ledger()).open).toBe(0);
  });

  test('loses an answer, and the grade returns to what was confirmed: it is sent', async () => {
    await compareAndSend();
    const override = `INSERT INTO grade_override (cohort_id, kind, slug, learner_id, points, reason) VALUES ($1, 'exercise', $2, 'ada', 10, '')`;
    await lms.site.query(override, [lms.cohortId, EXERCISE]);
    await fault({ path: '/scores', lose: true });
    await compareAndSend();
    expect(await points()).toEqual([10, 70]);
    await lms.site.query('DELETE FROM grade_override');
    await endPauses();
    await compareAndSend();
    expect(await points()).toEqual([80, 70]);
    expect((await ledger()).open).toBe(0);
  });
});
