import type { QuizKey } from '@dfm/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { POST as authRoute } from '../../app/api/auth/sign-in/anonymous/route.ts';
import { POST as cancelRoute } from '../../app/api/runs/[id]/cancel/route.ts';
import { GET as eventsRoute } from '../../app/api/runs/[id]/events/route.ts';
import { GET as readRoute } from '../../app/api/runs/[id]/route.ts';
import { POST as submitRoute } from '../../app/api/runs/route.ts';
import { expire, tablesOfAccounts, tablesOfWork } from '../../lib/limits/retention.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { recordAnswers } from '../../lib/progress/submit-quiz.ts';
import { compactEvents } from '../../lib/runs/compact-events.ts';
import { finish, report } from '../../lib/runs/report.ts';
import {
  type Site,
  type Visitor,
  SITE_URL,
  call,
  claimed,
  logLine,
  openSite,
  runner,
  verdict,
} from './site.ts';

const learnersMax = 6;
const queuedMax = 4;
const submissionsMax = 9;
const storedMaxMb = 5;

let site: Site;
beforeAll(async () => {
  site = await openSite({
    LEARNERS_PER_NETWORK_PER_HOUR: String(learnersMax),
    QUEUED_RUNS_PER_NETWORK: String(queuedMax),
    SUBMISSIONS_PER_NETWORK_PER_HOUR: String(submissionsMax),
    STORED_MB_PER_NETWORK: String(storedMaxMb),
    RUN_QUEUE_MAX: '12',
    RUN_ACTIVE_PER_LEARNER: '100',
  });
});
afterAll(() => site.close());
beforeEach(() => noteRunner(runner()));
afterEach(() => site.clear('hourly_use', 'run', 'submission', 'quiz_answer', 'session', 'user', 'runner'));

const count = async (table: string) =>
  (await site.query<{ n: number }>(`SELECT count(*)::int AS n FROM "${table}"`))[0]!.n;
const created = async () => ({
  users: await count('user'),
  sessions: await count('session'),
  submissions: await count('submission'),
});
const none = { users: 0, sessions: 0, submissions: 0 };

interface Attempt {
  from: string;
  exercise?: string;
  files?: Record<string, string>;
  cookie?: string;
}

/** Submits from an address, as a new visitor unless there is a cookie. */
async function submitFrom({ from, exercise = 'non-root', files = {}, cookie }: Attempt) {
  const sent = {
    body: { exercise, files },
    headers: { 'x-forwarded-for': from },
    ...(cookie === undefined ? {} : { cookie }),
  };
  const response = await call(submitRoute, sent);
  const answer = (await response.json()) as { runId?: string; error?: { code: string; message: string } };
  const cookies = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return { status: response.status, runId: answer.runId ?? '', error: answer.error, cookie: cookies };
}

async function visitorFrom(from: string): Promise<Visitor & { runId: string }> {
  const { runId, cookie } = await submitFrom({ from });
  const [row] = await site.query<{ id: string }>('SELECT learner_id AS id FROM run WHERE id = $1', [runId]);
  return { id: row!.id, cookie, runId };
}

const all = async (attempts: Attempt[]) =>
  (await Promise.all(attempts.map(submitFrom))).map(({ status }) => status).sort();
const times = (n: number, attempt: (index: number) => Attempt) =>
  Array.from({ length: n }, (_, index) => attempt(index));

describe('a rejected submission creates no learner', () => {
  test.each<[string, Partial<Attempt>, number]>([
    ['an unknown exercise', { exercise: 'no-such-exercise' }, 404],
    ['a path instead of an exercise', { exercise: '../golf' }, 404],
    ['a file that cannot be edited', { files: { 'exercise.yaml': 'x' } }, 400],
    ['a file that is not text', { files: { Dockerfile: 'FROM \0' } }, 400],
  ])('%s', async (_name, attempt, status) => {
    expect(await all(times(30, (n) => ({ from: `198.51.100.${n}`, ...attempt })))).toEqual(
      Array(30).fill(status),
    );
    expect(await created()).toEqual(none);
  });

  test('without a runner', async () => {
    await site.clear('runner');
    expect((await submitFrom({ from: '198.51.100.1' })).status).toBe(503);
    expect(await created()).toEqual(none);
  });

  test('when the queue is full', async () => {
    expect(await all(times(12, (n) => ({ from: `198.51.100.${n}` })))).toEqual(Array(12).fill(201));
    const before = await created();
    expect((await submitFrom({ from: '203.0.113.1' })).status).toBe(429);
    expect(await created()).toEqual(before);
  });
});

describe('new learners of one network', () => {
  const start = (from: string) => {
    const headers = { origin: SITE_URL, 'content-type': 'application/json', 'x-forwarded-for': from };
    return authRoute(
      new Request(`${SITE_URL}/api/auth/sign-in/anonymous`, { method: 'POST', headers, body: '{}' }),
      undefined,
    );
  };

  test('are limited per hour, even if they arrive at the same time', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 30 }, () => start('198.51.100.1').then(({ status }) => status)),
    );
    expect(statuses.sort()).toEqual([
      ...Array<number>(learnersMax).fill(200),
      ...Array<number>(30 - learnersMax).fill(429),
    ]);
    expect(await count('user')).toBe(learnersMax);
    expect((await start('198.51.100.2')).status).toBe(200);
  });

  test('are counted together for submissions and sign-ins, and the message explains what to do', async () => {
    for (let n = 1; n < learnersMax; n++) await start('198.51.100.1');
    expect((await submitFrom({ from: '198.51.100.1' })).status).toBe(201);
    const { status, error } = await submitFrom({ from: '198.51.100.1' });
    expect([status, error?.code]).toEqual([429, 'rate-limited']);
    expect(error?.message).toMatch(
      /^Your network has reached the limit of 6 new learners per hour\. Try again in 60 minutes, or ask the operator/,
    );
    expect((await start('198.51.100.1')).status).toBe(429);
    expect(await count('user')).toBe(learnersMax);
  });

  test('are counted by the first 64 bits of an IPv6 address', async () => {
    for (let n = 0; n < learnersMax; n++) expect((await start(`2001:db8:0:1:${n}:0:0:1`)).status).toBe(200);
    expect((await start('2001:db8:0:1:ffff:0:0:1')).status).toBe(429);
    expect((await start('2001:db8:0:2:0:0:0:1')).status).toBe(200);
  });

  test('are allowed again an hour after the first', async () => {
    for (let n = 0; n <= learnersMax; n++) await start('198.51.100.1');
    await site.query(`UPDATE hourly_use SET since = since - interval '1 hour'`);
    expect((await start('198.51.100.1')).status).toBe(200);
  });

  test('do not affect existing learners', async () => {
    const { cookie } = await visitorFrom('198.51.100.1');
    for (let n = 1; n <= learnersMax; n++) await start('198.51.100.1');
    expect((await submitFrom({ from: '198.51.100.1', cookie, exercise: 'cache-order' })).status).toBe(201);
  });
});

describe('the queue', () => {
  test('one network can use only its share, and others are not affected', async () => {
    const fresh = times(learnersMax, () => ({ from: '198.51.100.1' }));
    expect(await all(fresh)).toEqual([201, 201, 201, 201, 429, 429]);
    expect((await submitFrom({ from: '198.51.100.2' })).status).toBe(201);
    const { status, error } = await submitFrom({ from: '198.51.100.1' });
    expect([status, error?.message]).toEqual([
      429,
      'Your network has reached the limit of 4 queued runs. Try again when some of them have ended.',
    ]);
  });

  test('a run in progress no longer counts as queued', async () => {
    await all(times(queuedMax, () => ({ from: '198.51.100.1' })));
    await claimed();
    expect((await submitFrom({ from: '198.51.100.1' })).status).toBe(201);
  });
});

describe('submissions of one network', () => {
  const big = { Dockerfile: `FROM scratch\n${'#'.repeat(1_900_000)}` };
  const submitAndCancel = async (learner: Visitor, files: Record<string, string>, from = '198.51.100.1') => {
    const submitted = await submitFrom({ from, exercise: 'cache-order', files, cookie: learner.cookie });
    if (submitted.status === 201) await call(cancelRoute, { cookie: learner.cookie, id: submitted.runId });
    return submitted;
  };

  test('repeatedly submitted and cancelled: limited by the stored size', async () => {
    const learner = await visitorFrom('198.51.100.1');
    for (let n = 0; n < 3; n++) expect((await submitAndCancel(learner, big)).status).toBe(201);
    const { status, error } = await submitAndCancel(learner, big);
    expect([status, error?.message]).toEqual([
      429,
      'Runs from your network have reached the storage limit of 5 MB per network. Ask the operator of this site to raise the limit.',
    ]);
    expect((await submitAndCancel(await visitorFrom('198.51.100.2'), big, '198.51.100.2')).status).toBe(201);
  });

  test('cancelled runs are deleted after a day, which frees space', async () => {
    const learner = await visitorFrom('198.51.100.1');
    for (let n = 0; n < 3; n++) await submitAndCancel(learner, big);
    expect((await expire()).cancelledRuns).toBe(0);
    await site.query(
      `UPDATE run SET finished_at = finished_at - interval '25 hours' WHERE state = 'cancelled'`,
    );
    expect((await expire()).cancelledRuns).toBe(3);
    expect(await count('submission')).toBe(1);
    expect((await submitAndCancel(learner, big)).status).toBe(201);
  });

  test('are limited per hour, and a rejected one is not counted', async () => {
    const learner = await visitorFrom('198.51.100.1');
    for (let n = 1; n < submissionsMax; n++) {
      expect((await submitAndCancel(learner, {})).status).toBe(201);
      expect((await submitFrom({ from: '198.51.100.1', cookie: learner.cookie })).status).toBe(409);
    }
    const { status, error } = await submitAndCancel(learner, {});
    expect(status).toBe(429);
    expect(error?.message).toMatch(/^Your network has reached the limit of 9 submissions per hour/);
    expect((await submitAndCancel(learner, {}, '203.0.113.5')).status).toBe(201);
  });

  test('the events of runs count too', async () => {
    await visitorFrom('198.51.100.1');
    const { runId, fence } = await claimed();
    const events = Array.from({ length: 6 }, () => logLine('x'.repeat(1_000_000)));
    await report(runId, { fence, first: 1, events });
    expect((await submitFrom({ from: '198.51.100.1' })).error?.message).toMatch(/storage limit of 5 MB/);
  });
});

describe('retention', () => {
  test.each([
    ['as rows', 0],
    ['compacted', 1],
  ])(
    'the result and the files of a run are kept permanently, its events, %s, for 30 days',
    async (_, runs) => {
      const learner = await visitorFrom('198.51.100.1');
      const { runId, fence } = await claimed();
      await report(runId, { fence, first: 1, events: [logLine('one'), logLine('two')] });
      await finish(runId, { fence, result: verdict('non-root', { score: 77, passed: false }) });
      const types = `SELECT event ->> 'type' AS type FROM run_event WHERE run_id = $1 ORDER BY seq`;
      const kinds = async () => (await site.query<{ type: string }>(types, [runId])).map(({ type }) => type);
      expect((await expire()).logs).toBe(0);
      expect(await kinds()).toEqual(['phase', 'phase', 'log', 'log', 'result']);

      await site.query(`UPDATE run SET finished_at = now() - interval '31 days'`);
      if (runs > 0) await site.query(`UPDATE run_event SET created_at = now() - interval '31 days'`);
      expect(await compactEvents()).toBe(runs);
      expect((await expire()).logs).toBe(1);
      expect(await kinds()).toEqual(['result']);
      expect(await site.query(`SELECT FROM run_event WHERE event::text LIKE '%one%'`)).toEqual([]);
      expect((await expire()).logs).toBe(0);
      const readOptions = { method: 'GET', cookie: learner.cookie, id: runId };
      expect(await (await call(readRoute, readOptions)).json()).toMatchObject({
        status: 'done',
        files: {},
        result: { score: 77 },
      });
      // A page that follows the run from the start still gets its end.
      expect(await (await call(eventsRoute, readOptions)).text()).toMatch(
        /id: 5\n.*"type":"result".*"score":77/,
      );
      expect((await site.query<{ network: string | null }>('SELECT network FROM run'))[0]).toEqual({
        network: null,
      });
    },
  );

  test('a learner who did something is kept; one who never did anything is deleted after a week', async () => {
    const working = await visitorFrom('198.51.100.1');
    const answering = await visitorFrom('198.51.100.2');
    const key: QuizKey = {
      kind: 'quiz',
      questions: [{ id: '1', options: [{ id: 'a', correct: true, why: '' }] }],
      texts: [{ prompt: 'Which?', options: ['This one'] }],
    };
    await recordAnswers(answering.id, 'lesson', 'quiz', key, { 1: ['a'] });
    const idle = await visitorFrom('198.51.100.3');
    await site.query('DELETE FROM submission WHERE learner_id = ANY($1)', [[answering.id, idle.id]]);
    expect((await expire()).learners).toBe(0);

    await site.query(`UPDATE "user" SET created_at = now() - interval '8 days'`);
    expect((await expire()).learners).toBe(1);
    expect((await site.query<{ id: string }>('SELECT id FROM "user"')).map(({ id }) => id).sort()).toEqual(
      [working.id, answering.id].sort(),
    );
    expect(await count('session')).toBe(2);
  });

  test('a session is kept until it expires', async () => {
    await visitorFrom('198.51.100.1');
    expect((await expire()).sessions).toBe(0);
    await site.query(`UPDATE session SET expires_at = now() - interval '1 second'`);
    expect((await expire()).sessions).toBe(1);
    expect(await count('user')).toBe(1);
  });
});

test('a learner counts as unused only without a row in any table that prevents the deletion', async () => {
  const restricting = await site.query<{ name: string }>(
    `SELECT conrelid::regclass::text AS name FROM pg_constraint
     WHERE contype = 'f' AND confrelid = '"user"'::regclass AND confdeltype = 'r'`,
  );
  expect(restricting.map(({ name }) => name).toSorted()).toEqual(
    [...tablesOfWork, ...tablesOfAccounts].toSorted(),
  );
});
