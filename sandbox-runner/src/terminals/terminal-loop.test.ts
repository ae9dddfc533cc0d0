import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { RunnerInfo, TerminalClaim, TerminalEndRequest } from '@dfm/contracts';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SiteClient } from '../queue/site-client.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import { RunnerMetrics } from '../telemetry/runner-metrics.ts';
import { terminalLoop } from './terminal-loop.ts';

const info: RunnerInfo = {
  name: 'r',
  labels: ['cpu'],
  engineVersion: '26.1.5',
  hostEngineVersion: '20.10.24',
  sandboxes: { warm: 0, kept: 0, busy: 0, max: 1 },
  runsAtOnce: 1,
  terminalsAtOnce: 2,
  health: { ok: true, reasons: [] },
  isolation: {},
  load: { cpus: 1, oneMinute: 0, memoryFreeMb: 1, diskFreeMb: 1 },
  basesToCome: [],
  reservedFor: [],
};

let server: Server;
/** Sessions that wait for a runner. */
let waiting: TerminalClaim[];
/** Bodies of the claims that the site has received. */
let claims: { runner: RunnerInfo }[];
/** Sessions that have ended on the site. */
let over: Set<string>;
/** What the runner has reported about the end of its sessions. */
let ends: Map<string, TerminalEndRequest>;
let faults: unknown[];
/** Learners for whom a sandbox is being made. */
let acquiring: string[];
let openSandboxes: () => Promise<SandboxPool>;
let draining: AbortController;
let stopping: AbortController;

/** Its sandboxes are never ready. */
const slowPool = {
  renew: async () => undefined,
  acquire: (learnerKey: string, signal: AbortSignal) => {
    acquiring.push(learnerKey);
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => {
        acquiring = acquiring.filter((key) => key !== learnerKey);
        reject(signal.reason);
      }),
    );
  },
} as unknown as SandboxPool;

beforeEach(async () => {
  waiting = [];
  claims = [];
  over = new Set();
  ends = new Map();
  faults = [];
  acquiring = [];
  openSandboxes = async () => slowPool;
  draining = new AbortController();
  stopping = new AbortController();
  server = createServer(async (request, response) => {
    const answer = (status: number, body?: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));
    const body: unknown = await json(request);
    const [id = '', what] = request.url!.replace('/api/runner/terminals/', '').split('/');
    if (id === 'claim') {
      claims.push(body as (typeof claims)[number]);
      const claim = waiting.shift();
      return claim ? answer(200, claim) : answer(204);
    }
    if (what === 'heartbeat') return answer(200, { isOver: over.has(id) });
    ends.set(id, body as TerminalEndRequest);
    return answer(204);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  draining.abort();
  stopping.abort(new Error('the test is over'));
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

function start(): Promise<void> {
  return terminalLoop(
    {
      client: new SiteClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'the-token'),
      log: pino({ level: 'silent' }),
      heartbeatMs: 10,
      claimWaitMs: 10,
      describe: async () => info,
      sandboxes: () => openSandboxes(),
      meter: new RunnerMetrics(),
      onFault: (fault) => faults.push(fault),
      draining: draining.signal,
      signal: stopping.signal,
    },
    2,
  );
}

const session = (sessionId: string): TerminalClaim => ({
  sessionId,
  fence: 1,
  learnerKey: `key of ${sessionId}`,
});

test('claims as many sessions as there may be at once, and the next when one has ended', async () => {
  waiting = ['a', 'b', 'c'].map(session);
  const loop = start();
  await expect.poll(() => acquiring).toEqual(['key of a', 'key of b']);
  expect(claims[0]!.runner).toEqual(info);
  const { length } = claims;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([claims.length, waiting.length]).toEqual([length, 1]);
  over.add('a');
  await expect.poll(() => acquiring).toEqual(['key of b', 'key of c']);
  over.add('b').add('c');
  draining.abort();
  await loop;
  expect([...ends]).toEqual([]);
});

test('a runner that drains claims nothing more, and keeps its sessions', async () => {
  waiting = [session('a')];
  let hasEnded = false;
  const loop = start().then(() => (hasEnded = true));
  await expect.poll(() => acquiring).toHaveLength(1);
  draining.abort();
  // A claim that is on its way when it aborts may still arrive.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const claimed = claims.length;
  waiting.push(session('b'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([hasEnded, acquiring, claims.length]).toEqual([false, ['key of a'], claimed]);
  over.add('a');
  await loop;
});

test('a session without a sandbox is reported as a fault, and the next one is claimed', async () => {
  openSandboxes = async () => {
    openSandboxes = async () => slowPool;
    throw new Error('no sandboxes');
  };
  waiting = [session('a')];
  void start();
  await expect
    .poll(() => ends.get('a'))
    .toEqual({ fence: 1, because: 'fault', detail: 'Error: no sandboxes' });
  expect(faults).toHaveLength(1);
  waiting.push(session('b'));
  await expect.poll(() => acquiring).toEqual(['key of b']);
});

test('a runner that stops reports its sessions', async () => {
  waiting = [session('a')];
  const loop = start();
  await expect.poll(() => acquiring).toHaveLength(1);
  draining.abort();
  stopping.abort(new Error('the runner is stopping'));
  await loop;
  expect(ends.get('a')).toEqual({ fence: 1, because: 'fault', detail: 'Error: the runner is stopping' });
  expect(faults).toEqual([]);
});
