import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { ClaimResponse, EventsRequest, ResultRequest, RunnerInfo } from '@dfm/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readRunnerEnv } from '../config/env.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import { minimalExercise } from '../submission/testing/minimal-exercise.ts';
import { RunnerMetrics } from '../telemetry/runner-metrics.ts';
import { SiteClient } from './site-client.ts';
import { workLoop } from './work-loop.ts';

interface Call {
  path: string;
  authorization: string | undefined;
  body: unknown;
}
type Answer = { status: number; body?: unknown };

/** A site with configurable answers that records its calls in order. */
class FakeSite {
  readonly calls: Call[] = [];
  answer: (path: string) => Answer = () => ({ status: 204 });
  readonly server: Server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace('/api/runner/', '');
    this.calls.push({ path, authorization: request.headers.authorization, body: await json(request) });
    const { status, body } = this.answer(path);
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(body === undefined ? undefined : JSON.stringify(body));
  });

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  bodies<T>(path: string): T[] {
    return this.calls.filter((call) => call.path === path).map((call) => call.body as T);
  }
}

const claimOf = (dockerfile: string): ClaimResponse => ({
  work: 'grading',
  runId: 'run-1',
  fence: 4,
  learnerKey: 'k',
  fresh: false,
  isRecording: false,
  draw: 'one',
  simulates: [],
  queuedMs: 7,
  exercise: minimalExercise,
  files: [{ path: 'Dockerfile', encoding: 'utf8', data: dockerfile, mode: 0o644 }],
});
/** Ends in the static phase, without a sandbox. */
const rejectedClaim = claimOf('# syntax=evil/frontend\nFROM x\n');
const buildableClaim = claimOf('FROM x\n');

/** The limit is generous, because a busy machine may take long for something that is immediate on an idle one. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000 });

let site: FakeSite;
let drain: AbortController;
let giveUp: AbortController;
let acquired: AbortSignal[];
/** Opens the sandboxes for recordings. */
let recordings: () => Promise<SandboxPool>;
/** The runner's log. */
let lines: string[];
/** The runner's description of its node. */
let describe: () => RunnerInfo;

const info: RunnerInfo = {
  name: 'r',
  labels: ['cpu'],
  engineVersion: '26.1.5',
  hostEngineVersion: '20.10.24',
  sandboxes: { warm: 0, kept: 0, busy: 0, max: 1 },
  runsAtOnce: 1,
  terminalsAtOnce: 0,
  health: { ok: true, reasons: [] },
  isolation: {},
  load: { cpus: 1, oneMinute: 0, memoryFreeMb: 1, diskFreeMb: 1 },
  basesToCome: [],
  reservedFor: [],
};

/** Has no sandbox: an acquire waits until it is aborted. */
const emptyPool: SandboxPool = {
  acquire: (_learner, signal) => {
    acquired.push(signal!);
    return new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)));
  },
  isReused: () => false,
  restart: async () => {
    throw new Error('no sandbox');
  },
  release: async () => undefined,
  room: () => Promise.reject(new Error('unexpected call')),
  stats: () => ({ warm: 0, kept: 0, busy: 0, making: 0, max: 1 }),
  renew: async () => undefined,
  template: () => ({ path: '', uid: 0, image: '', bases: [], courseSteps: new Map() }),
  engineVersion: () => '26.1.5',
  close: async () => undefined,
};

beforeEach(async () => {
  site = new FakeSite();
  drain = new AbortController();
  giveUp = new AbortController();
  acquired = [];
  describe = () => info;
  recordings = async () => emptyPool;
  lines = [];
  site.server.listen(0, '127.0.0.1');
  await once(site.server, 'listening');
});

afterEach(async () => {
  giveUp.abort(new Error('the test is over'));
  drain.abort(new Error('the test is over'));
  site.server.closeAllConnections();
  site.server.close();
  await once(site.server, 'close');
});

function start(): Promise<void> {
  return workLoop({
    client: new SiteClient(site.url, 'the-token'),
    pool: emptyPool,
    recordings: () => recordings(),
    limits: readRunnerEnv({ NODE_ENV: 'test' }),
    log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
    heartbeatMs: 20,
    claimWaitMs: 10,
    maxRuns: 1,
    describe: async () => describe(),
    meters: [new RunnerMetrics()],
    onFault: () => undefined,
    draining: drain.signal,
    signal: giveUp.signal,
  });
}

/** Answers the first claim with a run, the others with nothing. */
function claimOnce(
  claim: ClaimResponse,
  others: (path: string) => Answer = () => ({ status: 204 }),
): (path: string) => Answer {
  let claimed = false;
  return (path) => {
    if (path === 'claim') {
      if (claimed) return { status: 204 };
      claimed = true;
      return { status: 200, body: claim };
    }
    return path.endsWith('heartbeat') ? heartbeatOr(others(path)) : others(path);
  };
}

const heartbeatOr = (answer: Answer): Answer =>
  answer.status === 204 ? { status: 200, body: { cancelled: false } } : answer;
const refused = (status: number, code: string): Answer => ({
  status,
  body: { error: { code, message: code } },
});

test('a run is claimed, reported and finished: events in order, then the result once, all with its fence', async () => {
  site.answer = claimOnce(rejectedClaim);
  const loop = start();
  await eventually(() => expect(site.bodies('runs/run-1/result')).toHaveLength(1));
  drain.abort();
  await loop;
  expect(site.calls.every((call) => call.authorization === 'Bearer the-token')).toBe(true);
  const paths = site.calls
    .map((call) => call.path)
    .filter((path) => path.startsWith('runs/') && !path.endsWith('heartbeat'));
  expect(new Set(paths.slice(0, -1))).toEqual(new Set(['runs/run-1/events']));
  expect(paths.at(-1)).toBe('runs/run-1/result');
  const reports = site.bodies<EventsRequest>('runs/run-1/events');
  expect(reports.flatMap(({ events }) => events)).toMatchObject([
    { type: 'phase', phase: 'static', state: 'started' },
    { type: 'phase', phase: 'static', state: 'failed' },
  ]);
  expect(reports.map(({ fence }) => fence)).toEqual(reports.map(() => 4));
  expect(reports[0]).toMatchObject({ first: 1 });
  const [result] = site.bodies<ResultRequest>('runs/run-1/result');
  expect(result).toMatchObject({ fence: 4, result: { status: 'rejected', timings: { queuedMs: 7 } } });
});

test('nothing is lost if the site is unreachable at first: every call is repeated', async () => {
  const failures = new Map<string, number>();
  const working = claimOnce(rejectedClaim);
  site.answer = (path) => {
    const count = (failures.get(path) ?? 0) + 1;
    failures.set(path, count);
    return count === 1 ? { status: 502 } : working(path);
  };
  const loop = start();
  await eventually(() => expect(site.bodies('runs/run-1/result')).toHaveLength(2));
  drain.abort();
  await loop;
  const [first, second] = site.bodies<EventsRequest>('runs/run-1/events');
  expect(second).toEqual(first);
});

test.each<[name: string, answer: Answer, reason: string]>([
  ['as too large', refused(413, 'too-large'), 'because it is too large'],
  ['as too large by a proxy', { status: 413 }, 'because it is too large'],
  ['as invalid', refused(400, 'bad-request'), 'because it is not valid'],
])(
  'a result that is rejected %s is not sent again: the run ends as a platform fault, once, with the reason',
  async (_name, answer, reason) => {
    site.answer = claimOnce(rejectedClaim, (path) =>
      path.endsWith('result') && site.bodies('runs/run-1/result').length === 1 ? answer : { status: 204 },
    );
    const loop = start();
    await eventually(() => expect(site.bodies('runs/run-1/result')).toHaveLength(2));
    drain.abort();
    await loop;
    const [, last] = site.bodies<ResultRequest>('runs/run-1/result');
    expect(last).toMatchObject({
      fence: 4,
      result: {
        status: 'infrastructure',
        score: 0,
        timings: { totalMs: expect.any(Number) },
        failure: { message: expect.stringContaining(reason) },
      },
    });
  },
);

test('a run gets its verdict even if its events are rejected as invalid', async () => {
  site.answer = claimOnce(rejectedClaim, (path) =>
    path.endsWith('events') ? refused(413, 'too-large') : { status: 204 },
  );
  const loop = start();
  await eventually(() => expect(site.bodies('runs/run-1/result')).toHaveLength(1));
  drain.abort();
  await loop;
  expect(site.bodies<ResultRequest>('runs/run-1/result')[0]).toMatchObject({
    result: { status: 'rejected' },
  });
});

test.each([
  [
    'its events are rejected as stale',
    (path: string): Answer => (path.endsWith('events') ? refused(409, 'stale-fence') : { status: 204 }),
  ],
  [
    'its heartbeat is rejected as stale',
    (path: string): Answer => (path.endsWith('heartbeat') ? refused(409, 'stale-fence') : { status: 204 }),
  ],
  [
    'the learner cancelled it',
    (path: string): Answer =>
      path.endsWith('heartbeat') ? { status: 200, body: { cancelled: true } } : { status: 204 },
  ],
])(
  'a run is dropped when %s: its sandbox is released, no result is sent, and the next run is claimed',
  async (_name, others) => {
    // Nothing is rejected before the run waits for a sandbox.
    site.answer = claimOnce(buildableClaim, (path) =>
      acquired.length === 0 ? { status: 204 } : others(path),
    );
    const loop = start();
    await eventually(() => expect(acquired[0]?.aborted).toBe(true));
    const claims = site.bodies('claim').length;
    await eventually(() => expect(site.bodies('claim').length).toBeGreaterThan(claims));
    drain.abort();
    await loop;
    expect(site.bodies('runs/run-1/result')).toEqual([]);
  },
);

test('commands that could not be run are reported with the reason', async () => {
  const script = { slug: 'tags', file: 'lessons/tags.mdx', commands: [], files: [] };
  site.answer = claimOnce({ work: 'commands', runId: 'run-1', fence: 4, queuedMs: 7, script });
  recordings = () => Promise.reject(new Error('no engine'));
  void start();
  await eventually(() =>
    expect(site.bodies('runs/run-1/outputs')).toEqual([{ fence: 4, outputs: { fault: 'Error: no engine' } }]),
  );
});

test('heartbeats continue while a run waits, and a missed one does not drop the run', async () => {
  let beats = 0;
  site.answer = claimOnce(buildableClaim, (path) => {
    if (path.endsWith('heartbeat')) beats += 1;
    return path.endsWith('heartbeat') && beats === 1 ? { status: 503 } : { status: 204 };
  });
  void start();
  await eventually(() => expect(acquired).toHaveLength(1));
  const before = site.bodies('runs/run-1/heartbeat').length;
  await eventually(() => expect(site.bodies('runs/run-1/heartbeat').length).toBeGreaterThan(before + 3));
  expect(acquired[0]?.aborted).toBe(false);
});

test('draining claims no more runs and waits for the current one; giving up ends it', async () => {
  site.answer = claimOnce(buildableClaim);
  let ended = false;
  const loop = start().then(() => (ended = true));
  await eventually(() => expect(acquired).toHaveLength(1));
  drain.abort();
  const claims = site.bodies('claim').length;
  const beats = site.bodies('runs/run-1/heartbeat').length;
  await eventually(() => expect(site.bodies('runs/run-1/heartbeat').length).toBeGreaterThan(beats + 2));
  expect([ended, site.bodies('claim').length]).toEqual([false, claims]);
  giveUp.abort(new Error('stopping'));
  await loop;
  expect(site.bodies('runs/run-1/result')).toEqual([]);
});

test('no more runs are claimed than there are sandboxes', async () => {
  site.answer = (path) =>
    path === 'claim' ? { status: 200, body: buildableClaim } : heartbeatOr({ status: 204 });
  void start();
  await eventually(() => expect(site.bodies('runs/run-1/heartbeat').length).toBeGreaterThan(3));
  expect(site.bodies('claim')).toHaveLength(1);
});

const unhealthy: RunnerInfo = { ...info, health: { ok: false, reasons: ['no room'] } };

test('an unhealthy node reports this with its claim, logs it once, and logs when it is healthy again', async () => {
  let isHealthy = false;
  describe = () => (isHealthy ? info : unhealthy);
  void start();
  await eventually(() =>
    expect(site.bodies<{ runner: RunnerInfo; waitMs: number }>('claim').length).toBeGreaterThan(1),
  );
  expect(site.bodies<{ runner: RunnerInfo; waitMs: number }>('claim')[0]).toMatchObject({
    waitMs: 0,
    runner: { health: { ok: false, reasons: ['no room'] } },
  });
  expect(lines.filter((line) => line.includes('takes no runs'))).toHaveLength(1);
  isHealthy = true;
  await eventually(() => expect(lines.filter((line) => line.includes('healthy again'))).toHaveLength(1));
  await eventually(() => expect(site.bodies<{ waitMs: number }>('claim').at(-1)?.waitMs).toBe(10));
});

test('a run that is given to a node that has become unhealthy is left to another attempt, without any event or result', async () => {
  site.answer = claimOnce(rejectedClaim);
  let calls = 0;
  // Healthy when it claims, unhealthy when it gets the run.
  describe = () => (++calls === 1 ? info : unhealthy);
  void start();
  await eventually(() => expect(site.bodies('claim').length).toBeGreaterThan(1));
  expect(site.calls.filter(({ path }) => path.startsWith('runs/'))).toEqual([]);
});
