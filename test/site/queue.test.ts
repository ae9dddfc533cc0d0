import type { ResultDocument } from '@dfm/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { cancel } from '../../lib/runs/cancel.ts';
import { claim } from '../../lib/runs/claim.ts';
import { attemptsOf, hasPassed, newestRun, runOf, submittedFiles } from '../../lib/runs/queries.ts';
import { finish, heartbeat, report } from '../../lib/runs/report.ts';
import { submit } from '../../lib/runs/submit.ts';
import { sweep } from '../../lib/runs/sweep.ts';
import {
  type Site,
  type Visitor,
  claimed,
  eventsOf,
  logLine,
  newLearner,
  openSite,
  runner,
  silence,
  submitted,
  verdict,
} from './site.ts';

const never = new AbortController().signal;
const EXERCISES = ['sklearn-service', 'cache-order', 'non-root', 'slim-trap'];
let site: Site;
let learner: Visitor;

beforeAll(async () => {
  site = await openSite({ RUN_QUEUE_MAX: '30' });
});
afterAll(() => site.close());
beforeEach(async () => {
  await noteRunner(runner());
  learner = await newLearner();
});
afterEach(() => site.clear('run', 'submission', 'runner'));

const stale = { code: 'stale-fence' };

test('a claim returns the exercise and the complete context with the learner’s edits', async () => {
  const { runId } = await submit(learner.id, {
    exercise: 'cache-order',
    files: { Dockerfile: 'FROM scratch\n' },
  });
  const work = await claimed();
  expect(work).toMatchObject({ runId, fence: 1, exercise: { slug: 'cache-order' } });
  expect(work.files.find((file) => file.path === 'Dockerfile')?.data).toBe('FROM scratch\n');
  expect(work.files.length).toBeGreaterThan(2);
  expect(work.learnerKey).toMatch(/^[0-9a-f]{32}$/);
  expect(work.learnerKey).not.toContain(learner.id);
  expect(await submittedFiles(learner.id, runId)).toEqual({ Dockerfile: 'FROM scratch\n' });
});

test('twenty concurrent claims: every run is given out once', async () => {
  const runs: string[] = [];
  for (let n = 0; n < 8; n++)
    runs.push(await submitted(await newLearner(), EXERCISES[n % EXERCISES.length]!));
  const works = await Promise.all(
    Array.from({ length: 20 }, (_, n) => claim({ runner: runner(`runner-${n}`), waitMs: 0 }, never)),
  );
  const given = works.filter((work) => work !== undefined);
  expect(given.map((work) => work.runId).sort()).toEqual([...runs].sort());
  expect(given.every((work) => work.fence === 1)).toBe(true);
});

test('runs are given out in the order of their submission', async () => {
  const first = await submitted(learner, 'cache-order');
  const second = await submitted(await newLearner(), 'cache-order');
  expect((await newestRun(learner.id, 'cache-order'))?.queue).toMatchObject({ place: 1, runners: 1 });
  expect([(await claimed()).runId, (await claimed()).runId]).toEqual([first, second]);
});

test('a waiting claim is woken by a submission', async () => {
  const waiting = claim({ runner: runner(), waitMs: 20_000 }, never);
  const runId = await submitted(learner, 'non-root');
  expect((await waiting)?.runId).toBe(runId);
});

test('the claim of a runner that disconnected gets nothing', async () => {
  const gone = new AbortController();
  const waiting = claim({ runner: runner(), waitMs: 20_000 }, gone.signal);
  gone.abort();
  expect(await waiting).toBeUndefined();
  await submitted(learner, 'non-root');
  expect((await claimed()).fence).toBe(1);
});

test('the verdict is written once, and later reports are rejected', async () => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  await report(runId, { fence, first: 1, events: [logLine('one'), logLine('two')] });
  await finish(runId, { fence, result: verdict('cache-order') });

  await expect(
    finish(runId, { fence, result: verdict('cache-order', { score: 0, passed: false }) }),
  ).rejects.toMatchObject(stale);
  await expect(report(runId, { fence, first: 3, events: [logLine('late')] })).rejects.toMatchObject(stale);
  await expect(heartbeat(runId, fence)).rejects.toMatchObject(stale);

  const events = await eventsOf(site, runId);
  expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  expect(events.map(({ event }) => event.type)).toEqual(['phase', 'phase', 'log', 'log', 'result']);
  expect(await attemptsOf(learner.id, 'cache-order')).toMatchObject([
    { runId, number: 1, state: 'done', outcome: { score: 100, passed: true } },
  ]);
  expect(await hasPassed(learner.id, 'cache-order')).toBe(true);
});

test('only one of twenty concurrent verdicts is kept', async () => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  const sent = await Promise.allSettled(
    Array.from({ length: 20 }, (_, score) =>
      finish(runId, { fence, result: verdict('cache-order', { score }) }),
    ),
  );
  const kept = sent.findIndex((outcome) => outcome.status === 'fulfilled');
  expect(sent.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  expect((await runOf(learner.id, runId))?.result?.score).toBe(kept);
  expect((await eventsOf(site, runId)).filter(({ event }) => event.type === 'result')).toHaveLength(1);
});

test('a verdict cannot be reported as an event', async () => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  await report(runId, {
    fence,
    first: 1,
    events: [
      { type: 'result', atMs: 0, result: verdict('cache-order') },
      { type: 'cancelled', atMs: 0 },
      logLine('kept'),
    ],
  });
  expect((await eventsOf(site, runId)).map(({ event }) => event.type)).toEqual(['phase', 'phase', 'log']);
});

test('concurrent batches are numbered without gaps', async () => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  await Promise.all(
    Array.from({ length: 20 }, (_, batch) =>
      report(runId, { fence, first: 2 * batch + 1, events: [logLine(`${batch}.0`), logLine(`${batch}.1`)] }),
    ),
  );
  const events = await eventsOf(site, runId);
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 42 }, (_, n) => n + 1));
  const texts = events.flatMap(({ event }) => (event.type === 'log' ? [event.text] : []));
  for (let n = 0; n < texts.length; n += 2) expect(texts[n + 1]).toBe(texts[n]?.replace('.0', '.1'));
});

const textsOf = async (runId: string) =>
  (await eventsOf(site, runId)).flatMap(({ event }) => (event.type === 'log' ? [event.text] : []));

test.each<[string, [first: number, texts: string[]][], string[]]>([
  [
    'the same batch twice',
    [
      [1, ['a', 'b']],
      [1, ['a', 'b']],
    ],
    ['a', 'b'],
  ],
  [
    'a batch that overlaps what is stored',
    [
      [1, ['a', 'b']],
      [2, ['b', 'c']],
    ],
    ['a', 'b', 'c'],
  ],
  [
    'an earlier batch that arrives again late',
    [
      [1, ['a']],
      [2, ['b']],
      [1, ['a']],
    ],
    ['a', 'b'],
  ],
  [
    'a later batch with the same text',
    [
      [1, ['a']],
      [2, ['a']],
    ],
    ['a', 'a'],
  ],
])('%s: every event is stored once, numbered without gaps', async (_name, batches, texts) => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  for (const [first, lines] of batches) await report(runId, { fence, first, events: lines.map(logLine) });
  expect(await textsOf(runId)).toEqual(texts);
  expect((await eventsOf(site, runId)).map(({ seq }) => seq)).toEqual(
    Array.from({ length: texts.length + 2 }, (_, n) => n + 1),
  );
});

test('a batch that is sent ten times concurrently is stored once', async () => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  // The row is locked until several requests wait for it, so that they really are concurrent.
  await site.query('BEGIN');
  await site.query('SELECT 1 FROM run WHERE id = $1 FOR UPDATE', [runId]);
  const sendings = Promise.all(
    Array.from({ length: 10 }, () =>
      report(runId, { fence, first: 1, events: [logLine('a'), logLine('b')] }),
    ),
  );
  await expect
    .poll(async () => (await site.query('SELECT 1 FROM pg_locks WHERE NOT granted')).length, {
      timeout: 10_000,
    })
    .toBeGreaterThan(2);
  await site.query('COMMIT');
  await sendings;
  expect(await textsOf(runId)).toEqual(['a', 'b']);
});

test('the next attempt numbers its events from 1 again', async () => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  await report(runId, { fence, first: 1, events: [logLine('first attempt')] });
  await silence(site, runId);
  await sweep();
  const next = await claimed();
  await report(runId, { fence: next.fence, first: 1, events: [logLine('second attempt')] });
  expect(await textsOf(runId)).toEqual(['first attempt', 'second attempt']);
});

test('the database rejects a duplicate event of an attempt', async () => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  await report(runId, { fence, first: 1, events: [logLine('a')] });
  await expect(
    site.query(`INSERT INTO run_event (run_id, seq, attempt, reported, event) VALUES ($1, 99, 1, 1, '{}')`, [
      runId,
    ]),
  ).rejects.toThrow('run_event_run_id_attempt_reported_key');
});

test('heartbeats and events change no column that an index of runs has, and so add no entries to indexes', async () => {
  const indexed = await site.query<{ name: string }>(
    `SELECT DISTINCT attname AS name FROM pg_index
     JOIN pg_depend ON classid = 'pg_class'::regclass AND objid = indexrelid AND refobjid = indrelid
     JOIN pg_attribute ON attrelid = indrelid AND attnum = refobjsubid
     WHERE indrelid = 'run'::regclass`,
  );
  const names = indexed.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['state', 'claimed_by', 'network']));
  for (const name of ['heartbeat_at', 'last_seq', 'bytes']) expect(names).not.toContain(name);
});

test('a queued run is cancelled immediately and never given out', async () => {
  const runId = await submitted(learner, 'cache-order');
  await cancel(learner.id, runId);
  await cancel(learner.id, runId);
  expect(await claim({ runner: runner(), waitMs: 0 }, never)).toBeUndefined();
  expect((await eventsOf(site, runId)).filter(({ event }) => event.type === 'cancelled')).toHaveLength(1);
});

test('a running run is cancelled: its runner is informed, and its verdict is rejected', async () => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  await cancel(learner.id, runId);
  expect(await heartbeat(runId, fence)).toEqual({ cancelled: true });
  await expect(finish(runId, { fence, result: verdict('cache-order') })).rejects.toMatchObject(stale);
  expect((await runOf(learner.id, runId))?.status).toBe('cancelled');
});

test('a cancellation takes effect before its runner knows of it: later reports are rejected, and a new run may start', async () => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  await report(runId, { fence, first: 1, events: [logLine('before')] });
  await cancel(learner.id, runId);
  expect((await eventsOf(site, runId)).at(-1)?.event.type).toBe('cancelled');
  await expect(report(runId, { fence, first: 2, events: [logLine('after')] })).rejects.toMatchObject(stale);
  expect((await eventsOf(site, runId)).at(-1)?.event.type).toBe('cancelled');
  expect(await submitted(learner, 'cache-order')).not.toBe(runId);
});

test('a cancellation and a verdict at the same time: one of them is the outcome, reported once', async () => {
  for (let round = 0; round < 20; round++) {
    const runId = await submitted(learner, 'cache-order');
    const { fence } = await claimed();
    const result = verdict('cache-order');
    const [cancelled, finished] = await Promise.allSettled([
      cancel(learner.id, runId),
      finish(runId, { fence, result }),
    ]);
    const outcome = cancelled.status === 'fulfilled' ? 'cancelled' : 'done';
    if (cancelled.status === 'rejected') expect(cancelled.reason).toMatchObject({ code: 'conflict' });
    if (outcome === 'cancelled') expect(finished).toMatchObject({ status: 'rejected', reason: stale });
    else expect(finished.status).toBe('fulfilled');
    expect((await runOf(learner.id, runId))?.status).toBe(outcome);
    const endings = (await eventsOf(site, runId))
      .map(({ event }) => event.type)
      .filter((type) => type === 'cancelled' || type === 'result');
    expect(endings).toEqual([outcome === 'cancelled' ? 'cancelled' : 'result']);
  }
});

test('a run that has ended cannot be cancelled', async () => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  await finish(runId, { fence, result: verdict('cache-order') });
  await expect(cancel(learner.id, runId)).rejects.toMatchObject({ code: 'conflict' });
});

test('submitting again, even many times concurrently, returns the run in progress', async () => {
  const all = await Promise.all(
    Array.from({ length: 10 }, () => submit(learner.id, { exercise: 'cache-order', files: {} })),
  );
  expect(new Set(all.map(({ runId }) => runId)).size).toBe(1);
  expect(all.filter(({ kind }) => kind === 'queued')).toHaveLength(1);
  await cancel(learner.id, all[0]!.runId);
  expect((await submit(learner.id, { exercise: 'cache-order', files: {} })).kind).toBe('queued');
});

test('the database rejects a second active run of a learner’s exercise', async () => {
  const runId = await submitted(learner, 'cache-order');
  await site.query(
    `INSERT INTO submission (id, learner_id, exercise, files) VALUES ('second', $1, 'cache-order', '{}')`,
    [learner.id],
  );
  await expect(
    site.query(
      `INSERT INTO run (id, submission_id, learner_id, exercise) VALUES ('second', 'second', $1, 'cache-order')`,
      [learner.id],
    ),
  ).rejects.toThrow('run_one_active_per_exercise');
  await cancel(learner.id, runId);
  await site.query(
    `INSERT INTO run (id, submission_id, learner_id, exercise) VALUES ('second', 'second', $1, 'cache-order')`,
    [learner.id],
  );
});

test('a learner can have three active runs, independently of other learners', async () => {
  for (const exercise of EXERCISES.slice(0, 3)) await submitted(learner, exercise);
  await expect(submitted(learner, EXERCISES[3]!)).rejects.toMatchObject({ code: 'rate-limited' });
  await submitted(await newLearner(), EXERCISES[3]!);
  const { runId, fence, exercise } = await claimed();
  await finish(runId, { fence, result: verdict(exercise.slug) });
  await submitted(learner, EXERCISES[3]!);
});

test('a full queue rejects submissions', async () => {
  for (let n = 0; n < 30; n++) await submitted(await newLearner(), 'cache-order');
  await expect(submitted(learner, 'cache-order')).rejects.toMatchObject({ code: 'rate-limited' });
});

test('submissions are rejected if no runner has reported recently', async () => {
  await site.query(`UPDATE runner SET last_seen_at = now() - interval '61 seconds'`);
  await expect(submitted(learner, 'cache-order')).rejects.toMatchObject({ code: 'no-runner' });
  await site.query(`UPDATE runner SET last_seen_at = now() - interval '50 seconds'`);
  await submitted(learner, 'cache-order');
});

test.each([
  [
    'a path that is not editable',
    { exercise: 'cache-order', files: { 'requirements.txt': 'x' } },
    'bad-request',
  ],
  ['a path outside the context', { exercise: 'cache-order', files: { '../Dockerfile': 'x' } }, 'bad-request'],
  ['a NUL', { exercise: 'cache-order', files: { Dockerfile: 'FROM a\nRUN \0' } }, 'bad-request'],
  ['half a surrogate pair', { exercise: 'cache-order', files: { Dockerfile: '\uD800' } }, 'bad-request'],
  ['an unknown exercise', { exercise: 'nothing', files: {} }, 'not-found'],
  ['a path instead of an exercise', { exercise: '../exercises/cache-order', files: {} }, 'not-found'],
])('a submission with %s is rejected', async (_name, submission, code) => {
  await expect(submit(learner.id, submission as never)).rejects.toMatchObject({ code });
  expect(await site.query('SELECT 1 FROM submission')).toEqual([]);
});

test('NUL and lone surrogates in the output of a build are stored safely', async () => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  await report(runId, { fence, first: 1, events: [logLine('a\0b\uD800c\u{1F40B}')] });
  await finish(runId, { fence, result: verdict('cache-order', { headline: 'x\0\uDFFF' }) });
  const texts = (await eventsOf(site, runId)).flatMap(({ event }) =>
    event.type === 'log' ? [event.text] : [],
  );
  expect(texts).toEqual(['a\uFFFDb\uFFFDc\u{1F40B}']);
  expect((await runOf(learner.id, runId))?.result?.headline).toBe('x\uFFFD\uFFFD');
});

describe('the usual duration of a run', () => {
  /** Adds graded runs of other learners with the given durations in seconds, the oldest first. */
  async function took(
    exercise: string,
    seconds: number[],
    change: Partial<ResultDocument> = {},
  ): Promise<void> {
    for (const second of seconds) {
      const runId = await submitted(await newLearner(), exercise);
      const { fence } = await claimed();
      await finish(runId, { fence, result: verdict(exercise, change) });
      await site.query(
        `UPDATE run SET queued_at = queued_at - interval '1 hour', started_at = finished_at - make_interval(secs => $2) WHERE id = $1`,
        [runId, second],
      );
    }
  }

  test('is undefined if no run has been graded', async () => {
    await took('non-root', [60]);
    await took('cache-order', [5], { status: 'build-failed', passed: false, score: 0 });
    const runId = await submitted(learner, 'cache-order');
    expect((await runOf(learner.id, runId))?.usualMs).toBeUndefined();
  });

  test('is the median of the exercise’s graded runs, without the time in the queue', async () => {
    await took('cache-order', [30, 300, 40]);
    await took('cache-order', [5], { status: 'build-failed', passed: false, score: 0 });
    const runId = await submitted(learner, 'cache-order');
    expect((await newestRun(learner.id, 'cache-order'))?.usualMs).toBeCloseTo(40_000);
    const { fence } = await claimed();
    expect((await runOf(learner.id, runId))?.usualMs).toBeCloseTo(40_000);
    await finish(runId, { fence, result: verdict('cache-order') });
    expect((await runOf(learner.id, runId))?.usualMs).toBeUndefined();
  });

  test('uses the newest twenty runs, so that it adapts when an exercise becomes faster', async () => {
    await took('cache-order', [
      ...Array.from({ length: 21 }, () => 100),
      ...Array.from({ length: 11 }, () => 10),
    ]);
    await submitted(learner, 'cache-order');
    expect((await newestRun(learner.id, 'cache-order'))?.usualMs).toBeCloseTo(10_000);
  });
});
