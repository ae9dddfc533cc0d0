import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import {
  exerciseSchema,
  type ClaimResponse,
  type EventsRequest,
  type ResultRequest,
  type RunnerInfo,
} from '@dfm/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readRunnerEnv } from '../config/env.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import { RunnerMetrics } from '../telemetry/runner-metrics.ts';
import { SiteClient } from './site-client.ts';
import { workLoop } from './work-loop.ts';

interface Call {
  path: string;
  authorization: string | undefined;
  body: unknown;
}
type Answer = { status: number; body?: unknown };

/** A site that answers as told and remembers what it was asked, in order. */
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

const wrong = ['a', 'b', 'c'].map((id) => ({ id, title: id, caughtBy: ['builds'] }));
const exercise = exerciseSchema.parse({
  version: 1,
  slug: 'x',
  title: 'x',
  summary: 'x',
  difficulty: 1,
  minutes: 1,
  editable: ['Dockerfile'],
  rubric: { items: [{ check: 'base-tag', points: 1 }] },
  wrong,
});
const claimOf = (dockerfile: string): ClaimResponse => ({
  runId: 'run-1',
  fence: 4,
  learnerKey: 'k',
  fresh: false,
  simulates: [],
  queuedMs: 7,
  exercise,
  files: [{ path: 'Dockerfile', encoding: 'utf8', data: dockerfile, mode: 0o644 }],
});
/** Ends in the static phase, without a sandbox. */
const rejectedClaim = claimOf('# syntax=evil/frontend\nFROM x\n');
const buildableClaim = claimOf('FROM x\n');

/** Bounded, not timed: a busy machine may take long for what is at once on an idle one. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000 });

let site: FakeSite;
let drain: AbortController;
let giveUp: AbortController;
let acquired: AbortSignal[];
/** The runner's log. */
let lines: string[];
/** What the runner says of its node. */
let told: () => RunnerInfo;

const info: RunnerInfo = {
  name: 'r',
  labels: ['cpu'],
  engineVersion: '26.1.5',
  hostEngineVersion: '20.10.24',
  sandboxes: { warm: 0, kept: 0, busy: 0, max: 1 },
  runsAtOnce: 1,
  health: { ok: true, reasons: [] },
  isolation: {},
  load: { cpus: 1, oneMinute: 0, memoryFreeMb: 1, diskFreeMb: 1 },
  basesToCome: [],
};

/** Has no sandbox to give: an acquire waits until it is aborted. */
const emptyPool: SandboxPool = {
  acquire: (_learner, signal) => {
    acquired.push(signal!);
    return new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)));
  },
  restart: async () => {
    throw new Error('no sandbox');
  },
  release: async () => undefined,
  room: () => Promise.reject(new Error('not asked')),
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
  told = () => info;
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
    limits: readRunnerEnv({ NODE_ENV: 'test' }),
    log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
    heartbeatMs: 20,
    claimWaitMs: 10,
    most: 1,
    describe: async () => told(),
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
  let given = false;
  return (path) => {
    if (path === 'claim') {
      if (given) return { status: 204 };
      given = true;
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

test('a run is claimed, told and finished: events in order, then the result, once, all with its fence', async () => {
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

test('a site that is away at first loses nothing: every call is made again', async () => {
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

test.each<[name: string, answer: Answer]>([
  ['as too large', refused(413, 'too-large')],
  ['as too large by a proxy', { status: 413 }],
  ['as no result', refused(400, 'bad-request')],
])(
  'a result that is refused %s is not sent again: the run ends as our fault, once',
  async (_name, answer) => {
    site.answer = claimOnce(rejectedClaim, (path) =>
      path.endsWith('result') && site.bodies('runs/run-1/result').length === 1 ? answer : { status: 204 },
    );
    const loop = start();
    await eventually(() => expect(site.bodies('runs/run-1/result')).toHaveLength(2));
    drain.abort();
    await loop;
    const [, last] = site.bodies<ResultRequest>('runs/run-1/result');
    expect(last).toMatchObject({ fence: 4, result: { status: 'infrastructure', score: 0 } });
  },
);

test('events that are refused for what they hold cost no verdict', async () => {
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
    'its events are refused as stale',
    (path: string): Answer => (path.endsWith('events') ? refused(409, 'stale-fence') : { status: 204 }),
  ],
  [
    'its heartbeat is refused as stale',
    (path: string): Answer => (path.endsWith('heartbeat') ? refused(409, 'stale-fence') : { status: 204 }),
  ],
  [
    'the learner cancelled it',
    (path: string): Answer =>
      path.endsWith('heartbeat') ? { status: 200, body: { cancelled: true } } : { status: 204 },
  ],
])(
  'a run is dropped when %s: its sandbox is let go, no result is sent, and the next claim follows',
  async (_name, others) => {
    // Until the run waits for a sandbox nothing is refused.
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

test('heartbeats go on while a run waits, and a missed one drops nothing', async () => {
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

test('draining claims no more and waits for the run at work; giving up ends it', async () => {
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

test('no more runs than sandboxes are claimed', async () => {
  site.answer = (path) =>
    path === 'claim' ? { status: 200, body: buildableClaim } : heartbeatOr({ status: 204 });
  void start();
  await eventually(() => expect(site.bodies('runs/run-1/heartbeat').length).toBeGreaterThan(3));
  expect(site.bodies('claim')).toHaveLength(1);
});

const ill: RunnerInfo = { ...info, health: { ok: false, reasons: ['no room'] } };

test('a node that is not well says so with its claim, once in its log, and tells when it is well again', async () => {
  let well = false;
  told = () => (well ? info : ill);
  void start();
  await eventually(() =>
    expect(site.bodies<{ runner: RunnerInfo; waitMs: number }>('claim').length).toBeGreaterThan(1),
  );
  expect(site.bodies<{ runner: RunnerInfo; waitMs: number }>('claim')[0]).toMatchObject({
    waitMs: 0,
    runner: { health: { ok: false, reasons: ['no room'] } },
  });
  expect(lines.filter((line) => line.includes('takes no runs'))).toHaveLength(1);
  well = true;
  await eventually(() => expect(lines.filter((line) => line.includes('well again'))).toHaveLength(1));
  await eventually(() => expect(site.bodies<{ waitMs: number }>('claim').at(-1)?.waitMs).toBe(10));
});

test('a run that a node is given after it fell ill is left to another attempt: no event and no result of it is sent', async () => {
  site.answer = claimOnce(rejectedClaim);
  let asked = 0;
  // Well when it claims, ill when it was given the run.
  told = () => (++asked === 1 ? info : ill);
  void start();
  await eventually(() => expect(site.bodies('claim').length).toBeGreaterThan(1));
  expect(site.calls.filter(({ path }) => path.startsWith('runs/'))).toEqual([]);
});
