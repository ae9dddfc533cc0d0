import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SiteClient } from '../queue/site-client.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import type { Sandbox, SandboxFault } from '../sandbox/sandbox.ts';
import { MemoryBackend } from '../sandbox/testing/memory-backend.ts';
import { RunnerMetrics } from '../telemetry/runner-metrics.ts';
import { hostSession } from './host-session.ts';
import { FakeShell } from './testing/fake-shell.ts';
import { TerminalSite } from './testing/terminal-site.ts';

/** Records when it is closed. */
class RecordedShell extends FakeShell {
  override async close(): Promise<void> {
    steps.push('shell closed');
    await super.close();
  }
}

let site: TerminalSite;
let backend: MemoryBackend;
let metrics: RunnerMetrics;
let faults: unknown[];
let shell: FakeShell;
/** What happened, in order. */
let steps: string[];
/** Ends the sandbox. */
let end: (by: 'inside' | 'outside') => void;
let faultOfSandbox: () => Promise<SandboxFault | undefined>;
let stopping: AbortController;
let ended: Promise<void>;

beforeEach(async () => {
  site = await TerminalSite.start();
  backend = new MemoryBackend();
  metrics = new RunnerMetrics();
  faults = [];
  steps = [];
  shell = new RecordedShell();
  stopping = new AbortController();
  const ending = Promise.withResolvers<'inside' | 'outside'>();
  end = ending.resolve;
  const made = await backend.create();
  faultOfSandbox = async () => undefined;
  const sandbox: Sandbox = {
    ...made.sandbox,
    openShell: async () => shell,
    fault: () => faultOfSandbox(),
    ended: (signal) => Promise.race([ending.promise, made.sandbox.ended(signal)]),
  };
  ended = hostSession(site.claim, {
    client: new SiteClient(site.url, TerminalSite.token),
    log: pino({ level: 'silent' }),
    heartbeatMs: 20,
    sandboxes: async () =>
      ({
        renew: async () => undefined,
        acquire: async () => sandbox,
        release: async () => {
          steps.push('sandbox destroyed');
          await made.destroy();
        },
      }) as unknown as SandboxPool,
    meter: metrics,
    onFault: (fault) => faults.push(fault),
    signal: stopping.signal,
  });
  await (await site.page()).attach();
});

afterEach(async () => {
  stopping.abort(new Error('the test is over'));
  await ended;
  await site[Symbol.asyncDispose]();
});

/** How many sessions have ended with each outcome. */
async function outcomes(): Promise<Record<string, number>> {
  const { values } = (await metrics.registry.getSingleMetric('dfm_terminals_ended_total')!.get())!;
  return Object.fromEntries(values.map(({ labels, value }) => [labels['outcome'], value]));
}

const full: SandboxFault = { kind: 'host-full', message: 'no room' };

test('a sandbox that was ended by what runs in it ends the session, and is no fault of the platform', async () => {
  end('inside');
  await ended;
  expect(site.ends).toEqual([{ fence: 1, because: 'engine', detail: expect.any(String) as string }]);
  expect(faults).toEqual([]);
  expect(await outcomes()).toEqual({ engine: 1 });
});

test.each<[what: string, happens: () => void, detail: string]>([
  ['a sandbox that the host has ended', () => end('outside'), 'the host has ended the sandbox'],
  ['a host whose disk is full', () => (faultOfSandbox = async () => full), 'no room'],
  [
    'a host that cannot be checked',
    () => (faultOfSandbox = () => Promise.reject(new Error('no disk'))),
    'no disk',
  ],
])('%s is a fault of the platform', async (_what, happens, detail) => {
  happens();
  await ended;
  expect(site.ends).toEqual([{ fence: 1, because: 'fault', detail: `Error: ${detail}` }]);
  expect(faults).toEqual([expect.objectContaining({ message: detail })]);
  expect(await outcomes()).toEqual({ fault: 1 });
});

test.each(['out-of-memory', 'too-many-processes', 'disk-full', 'engine-lost'] as const)(
  'a sandbox with the fault %s goes on',
  async (kind) => {
    faultOfSandbox = async () => ({ kind, message: 'a limit' });
    const before = site.heartbeats.length;
    await expect.poll(() => site.heartbeats.length).toBeGreaterThan(before + 5);
    expect(site.ends).toEqual([]);
    expect(backend.living).toHaveLength(1);
  },
);

test('a session that the site has ended is not reported, and its sandbox is destroyed before its shells are closed', async () => {
  site.isOver = true;
  await ended;
  expect([site.ends, faults]).toEqual([[], []]);
  expect(steps).toEqual(['sandbox destroyed', 'shell closed']);
  expect(backend.living).toEqual([]);
  expect(await outcomes()).toEqual({ over: 1 });
});

test('use is reported once', async () => {
  shell.print('prompt');
  await expect.poll(() => site.heartbeats.filter(({ isInUse }) => isInUse)).toHaveLength(1);
  await expect.poll(() => site.heartbeats.at(-1)).toEqual({ fence: 1, isInUse: false });
});
