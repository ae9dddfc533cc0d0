import type { RunEvent } from '@dfm/contracts';
import type { QueuePosition } from '@dfm/contracts/browser-api';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { GET, HEAD } from '../../app/api/runs/[id]/events/route.ts';
import { NOTIFICATIONS_CONNECTION, notifications } from '../../lib/db/notifications.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { cancel } from '../../lib/runs/cancel.ts';
import { finish, report } from '../../lib/runs/report.ts';
import { sweep } from '../../lib/runs/sweep.ts';
import * as usualDuration from '../../lib/runs/usual-duration.ts';
import { openStreams } from '../../lib/telemetry/open-streams.ts';
import {
  type Site,
  type Visitor,
  call,
  claimed,
  logLine,
  newLearner,
  openSite,
  runner,
  submitted,
  verdict,
} from './site.ts';

let site: Site;
let learner: Visitor;
let runId: string;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
afterEach(() => site.clear('run', 'submission'));
beforeEach(async () => {
  await noteRunner(runner());
  learner = await newLearner();
  runId = await submitted(learner, 'cache-order');
});

interface Received {
  seq: number;
  event: RunEvent;
}

/**
 * Follows a run like a browser. `next` waits for the given number of further events, `end` for all events
 * until the site closes the stream.
 */
async function follow(headers: Record<string, string> = {}) {
  const response = await call(GET, { method: 'GET', cookie: learner.cookie, id: runId, headers });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const received: Received[] = [];
  const positions: QueuePosition[] = [];
  const read = async () => {
    const { done, value } = await reader.read();
    text += value ?? '';
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, seq, data] = /^id: (\d+)\ndata: (.*)$/.exec(block) ?? [];
      if (seq !== undefined && data !== undefined)
        received.push({ seq: Number(seq), event: JSON.parse(data) as RunEvent });
      const [, position] = /^event: queue\ndata: (.*)$/.exec(block) ?? [];
      if (position !== undefined) positions.push(JSON.parse(position) as QueuePosition);
    }
    return done;
  };
  return {
    response,
    received,
    positions,
    async nextPosition() {
      const known = positions.length;
      while (positions.length === known) if (await read()) throw new Error('the stream has ended');
      return positions.at(-1);
    },
    async next(count: number) {
      const expected = received.length + count;
      while (received.length < expected) if (await read()) break;
    },
    async end() {
      while (!(await read()));
    },
    leave: () => reader.cancel(),
  };
}
const numbers = (received: Received[]) => received.map(({ seq }) => seq);
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

test('the first event is available before a runner claims the run', async () => {
  const stream = await follow();
  await stream.next(1);
  expect(stream.received).toMatchObject([
    { seq: 1, event: { type: 'phase', phase: 'queued', state: 'started' } },
  ]);
  await stream.leave();
});

test('the response is an event stream that must not be cached or changed', async () => {
  const stream = await follow();
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.response.headers.get('cache-control')).toBe('no-cache, no-transform');
  await stream.leave();
});

test('events arrive live and the stream ends with the verdict', async () => {
  const stream = await follow();
  const { fence } = await claimed();
  await stream.next(2);
  await report(runId, { fence, first: 1, events: [logLine('one')] });
  await stream.next(1);
  expect(stream.received.at(-1)?.event).toMatchObject({ type: 'log', text: 'one' });
  await finish(runId, { fence, result: verdict('cache-order') });
  await stream.end();
  expect(stream.received.map(({ event }) => event.type)).toEqual(['phase', 'phase', 'log', 'result']);
  expect(numbers(stream.received)).toEqual(upTo(4));
});

test('pages that wait get their positions, for which the queue is read once for all of them', async () => {
  const other = await submitted(await newLearner(), 'cache-order');
  await cancel(learner.id, runId);
  runId = await submitted(learner, 'cache-order');
  const streams = await Promise.all([follow(), follow(), follow()]);
  // On a slow machine, an earlier position may still be on its way.
  const allGet = (place: number) =>
    Promise.all(
      streams.map(async (stream) => {
        while ((await stream.nextPosition())?.place !== place);
      }),
    );
  await allGet(2);
  expect((await claimed()).runId).toBe(other);
  const count = () => streams.reduce((sum, { positions }) => sum + positions.length, 0);
  const before = count();
  const reads = vi.spyOn(usualDuration, 'usualDurations');
  await allGet(1);
  expect(reads.mock.calls.length).toBeLessThan(count() - before);
  const { fence } = await claimed();
  await finish(runId, { fence, result: verdict('cache-order') });
  await Promise.all(streams.map((stream) => stream.end()));
});

test('a run that returns to the queue has a position again, and one that is executed has none', async () => {
  await claimed();
  const stream = await follow();
  await stream.next(2);
  await site.query(`UPDATE run SET heartbeat_at = now() - interval '1 hour' WHERE id = $1`, [runId]);
  expect(stream.positions).toEqual([]);
  await sweep();
  expect(await stream.nextPosition()).toMatchObject({ place: 1, runners: 1 });
  await stream.leave();
});

test('the stream ends when the run is cancelled', async () => {
  const stream = await follow();
  await cancel(learner.id, runId);
  await stream.end();
  expect(stream.received.at(-1)?.event.type).toBe('cancelled');
});

test('repeatedly disconnected and resumed while many events arrive: no gaps, no duplicates', async () => {
  const { fence } = await claimed();
  const pouring = (async () => {
    for (let n = 0; n < 60; n++)
      await report(runId, {
        fence,
        first: 1 + 10 * n,
        events: Array.from({ length: 1 + (n % 7) }, (_, i) => logLine(`${n}.${i}`)),
      });
    await finish(runId, { fence, result: verdict('cache-order') });
  })();
  const received: Received[] = [];
  let ended = false;
  while (!ended) {
    const stream = await follow(received.length > 0 ? { 'last-event-id': String(received.at(-1)!.seq) } : {});
    await stream.next(10);
    received.push(...stream.received);
    ended = received.at(-1)?.event.type === 'result';
    await stream.leave();
  }
  await pouring;
  const [{ last_seq: last }] = (await site.query<{ last_seq: string }>(
    'SELECT last_seq FROM run WHERE id = $1',
    [runId],
  )) as [{ last_seq: string }];
  expect(Number(last)).toBeGreaterThan(200);
  expect(numbers(received)).toEqual(upTo(Number(last)));
});

test('two clients get the same events', async () => {
  const streams = await Promise.all([follow(), follow()]);
  const { fence } = await claimed();
  await report(runId, { fence, first: 1, events: Array.from({ length: 500 }, (_, n) => logLine(String(n))) });
  await finish(runId, { fence, result: verdict('cache-order') });
  await Promise.all(streams.map((stream) => stream.end()));
  expect(numbers(streams[0].received)).toEqual(upTo(503));
  expect(streams[1].received).toEqual(streams[0].received);
});

test('a retry continues in the same stream', async () => {
  const stream = await follow();
  await claimed();
  await site.query(`UPDATE run SET heartbeat_at = now() - interval '1 hour' WHERE id = $1`, [runId]);
  await sweep();
  const { fence } = await claimed();
  await finish(runId, { fence, result: verdict('cache-order') });
  await stream.end();
  expect(stream.received.map(({ event }) => event.type)).toEqual([
    'phase',
    'phase',
    'retry',
    'phase',
    'phase',
    'result',
  ]);
});

test('after the last event, the response is 204, which stops a browser from reconnecting', async () => {
  await cancel(learner.id, runId);
  expect(
    (await call(GET, { method: 'GET', cookie: learner.cookie, id: runId, headers: { 'last-event-id': '1' } }))
      .status,
  ).toBe(200);
  expect(
    (await call(GET, { method: 'GET', cookie: learner.cookie, id: runId, headers: { 'last-event-id': '2' } }))
      .status,
  ).toBe(204);
});

test.each(['-1', 'x', '1e3', '9'.repeat(40), ''])(
  'a last event number %j that is not a number is rejected',
  async (id) => {
    const response = await GET(
      new Request('http://site.test/api', { headers: { cookie: learner.cookie, 'last-event-id': id } }),
      { params: Promise.resolve({ id: runId }) },
    );
    expect(response.status).toBe(400);
  },
);

test('a learner’s thirteenth stream is rejected until another one is closed', async () => {
  const streams = await Promise.all(Array.from({ length: 12 }, () => follow()));
  expect((await call(GET, { method: 'GET', cookie: learner.cookie, id: runId })).status).toBe(429);
  await streams[0]!.leave();
  const another = await follow();
  expect(another.response.status).toBe(200);
  await Promise.all([...streams.slice(1), another].map((stream) => stream.leave()));
});

test('a client that leaves before its stream is open leaves no stream behind', async () => {
  const left = new AbortController();
  const response = call(GET, { method: 'GET', cookie: learner.cookie, id: runId, signal: left.signal });
  left.abort();
  await response;
  expect(openStreams().get(learner.id)).toBeUndefined();
});

test('a client that leaves without reading its stream leaves no stream behind', async () => {
  const left = new AbortController();
  await call(GET, { method: 'GET', cookie: learner.cookie, id: runId, signal: left.signal });
  expect(openStreams().get(learner.id)).toBe(1);
  left.abort();
  expect(openStreams().get(learner.id)).toBeUndefined();
});

test('a HEAD request opens no stream', async () => {
  const response = await call(HEAD, { method: 'HEAD', cookie: learner.cookie, id: runId });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('GET');
  expect(openStreams().get(learner.id)).toBeUndefined();
});

test('a lost database connection is re-established, all subscribers are woken and no event is missed', async () => {
  const stream = await follow();
  await stream.next(1);
  const wake = vi.fn<() => void>();
  const unsubscribe = await notifications().subscribe('run_changed:none', wake);
  const terminated = await site.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1`,
    [NOTIFICATIONS_CONNECTION],
  );
  expect(terminated).toEqual([{ pg_terminate_backend: true }]);
  const { fence } = await claimed();
  await finish(runId, { fence, result: verdict('cache-order') });
  await stream.end();
  expect(numbers(stream.received)).toEqual(upTo(3));
  await expect.poll(() => wake.mock.calls.length).toBe(1);
  unsubscribe();
});
