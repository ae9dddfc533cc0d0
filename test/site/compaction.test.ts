import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { GET } from '../../app/api/runs/[id]/events/route.ts';
import { expire } from '../../lib/limits/retention.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { compactEvents } from '../../lib/runs/compact-events.ts';
import { runOf } from '../../lib/runs/queries.ts';
import { finish, report } from '../../lib/runs/report.ts';
import {
  type Site,
  type Visitor,
  call,
  claimed,
  eventsOf,
  logLine,
  newLearner,
  openSite,
  runner,
  submitted,
  verdict,
} from './site.ts';

const exercise = 'cache-order';
let site: Site;
let learner: Visitor;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
afterEach(() => site.clear('run', 'submission'));
beforeEach(async () => {
  await noteRunner(runner());
  learner = await newLearner();
});

/** A run with six events that has ended. */
async function endedRun(): Promise<string> {
  const runId = await submitted(learner, exercise);
  const { fence } = await claimed();
  await report(runId, { fence, first: 1, events: [logLine('one\n'), logLine('two\n'), logLine('three\n')] });
  await finish(runId, { fence, result: verdict(exercise, { score: 77, passed: false }) });
  return runId;
}

/** Makes everything that has happened so far older. */
async function age(hours: number): Promise<void> {
  const by = `interval '${hours} hours'`;
  await site.query(`UPDATE run SET queued_at = queued_at - ${by}, finished_at = finished_at - ${by}`);
  await site.query(`UPDATE run_event SET created_at = created_at - ${by}`);
}

/** What a page receives that has the events up to a number. */
async function streamOf(runId: string, after = 0): Promise<string> {
  const options = {
    method: 'GET',
    cookie: learner.cookie,
    id: runId,
    headers: { 'last-event-id': String(after) },
  };
  return (await call(GET, options)).text();
}

const rowsOf = async (runId: string) => (await eventsOf(site, runId)).length;

test('a page gets the same run, from any event on, after its events were compacted', async () => {
  const runId = await endedRun();
  const readAll = async () => [
    await runOf(learner.id, runId),
    await Promise.all([0, 1, 3, 5].map((after) => streamOf(runId, after))),
  ];
  const before = await readAll();
  expect(await streamOf(runId, 4)).toMatch(/^event: alive\ndata:\n\nid: 5\n.*three.*\n\nid: 6\n.*"score":77/);
  await age(2);
  expect(await compactEvents()).toBe(1);
  expect(await rowsOf(runId)).toBe(1);
  const [beforeRun, beforeStreams] = before as [object, string[]];
  const [afterRun, afterStreams] = (await readAll()) as [object, string[]];
  expect(afterStreams).toEqual(beforeStreams);
  expect({ ...afterRun, createdAt: '' }).toEqual({ ...beforeRun, createdAt: '' });
  expect(await compactEvents()).toBe(0);
});

test('an event that can no longer be read is left out, and the others keep their numbers', async () => {
  const runId = await endedRun();
  await site.query(`UPDATE run_event SET event = '{"type":"paused"}' WHERE run_id = $1 AND seq = 4`, [runId]);
  const before = await streamOf(runId);
  expect(before).not.toContain('two');
  await age(2);
  await compactEvents();
  expect(await rowsOf(runId)).toBe(1);
  expect(await streamOf(runId)).toBe(before);
});

test('a run in progress, and one that has just ended, keep a row for each event', async () => {
  const ended = await endedRun();
  const runId = await submitted(learner, exercise);
  const { fence } = await claimed();
  await report(runId, { fence, first: 1, events: [logLine('one\n')] });
  await site.query(`UPDATE run_event SET created_at = created_at - interval '1 day'`);
  expect(await compactEvents()).toBe(0);
  expect([await rowsOf(ended), await rowsOf(runId)]).toEqual([6, 3]);
});

test('two sites at once compact each run once', async () => {
  const runIds = [await endedRun(), await endedRun(), await endedRun()];
  const before = await Promise.all(runIds.map((id) => streamOf(id)));
  await age(2);
  const counts = await Promise.all([compactEvents(), compactEvents()]);
  expect(counts[0] + counts[1]).toBe(3);
  expect(await Promise.all(runIds.map((id) => streamOf(id)))).toEqual(before);
});

test('killed between deleting the events and storing them again, it loses nothing', async () => {
  const runId = await endedRun();
  const before = await streamOf(runId);
  await age(2);
  const holder = new Client({ connectionString: site.databaseUrl });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM run_event WHERE run_id = $1 AND seq = 6 FOR UPDATE', [runId]);
  const outcome = compactEvents().catch((error: unknown) => error);
  const waiting = async () =>
    site.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
  await expect.poll(waiting).toHaveLength(1);
  await site.query('SELECT pg_terminate_backend($1)', [(await waiting())[0]!.pid]);
  expect(await outcome).toBeInstanceOf(Error);
  await holder.end();
  expect(await rowsOf(runId)).toBe(6);
  expect(await streamOf(runId)).toBe(before);
  expect(await compactEvents()).toBe(1);
  expect(await streamOf(runId)).toBe(before);
});

test('logs that an older version of the site would have kept are deleted when their time is over', async () => {
  const runId = await endedRun();
  await age(2);
  await compactEvents();
  // What that version does after the time: there are no earlier events to delete, and the run is done.
  await site.query('UPDATE run SET network = NULL WHERE id = $1', [runId]);
  await expire();
  expect(await streamOf(runId), 'before the time is over').toContain('three');
  await age(30 * 24);
  await expire();
  expect((await eventsOf(site, runId)).map(({ event }) => event)).toEqual([
    { type: 'result', atMs: expect.any(Number) },
  ]);
});
