import { beforeEach, expect, test, vi } from 'vitest';
import { log } from '../platform/log.ts';
import { openStreamCount } from '../telemetry/open-streams.ts';
import { eventStream } from './event-stream.ts';
import type { followedQueue } from './followed-queue.ts';

const stored = vi.hoisted(() => ({ state: 'running', events: [] as unknown[] }));

vi.mock('../db/client.ts', () => ({
  db: () => ({
    run: {
      findFirst: () => Promise.resolve({ state: stored.state, lastSeq: BigInt(stored.events.length) }),
    },
    // The query of `newEvents`: the numbers after which events are wanted, and how many.
    $queryRaw: (_sql: unknown, _runs: unknown, after: string[], take: number) =>
      Promise.resolve(
        after.flatMap((number, stream) =>
          stored.events
            .map((event, index) => ({ stream: BigInt(stream + 1), seq: BigInt(index + 1), event }))
            .slice(Number(number), Number(number) + take),
        ),
      ),
  }),
}));
vi.mock('../db/notifications.ts', () => ({
  notifications: () => ({ subscribe: () => Promise.resolve(() => undefined) }),
}));

const follow = vi.hoisted(() => vi.fn<ReturnType<typeof followedQueue>['follow']>());
vi.mock('./followed-queue.ts', () => ({ followedQueue: () => ({ follow }) }));
// The time between signs of life.
vi.mock('../platform/waiter.ts', () => ({
  Waiter: class {
    next = () => Promise.resolve(false);
    wake = () => undefined;
    close = () => undefined;
  },
}));

beforeEach(() => {
  vi.spyOn(log, 'error').mockReturnValue(undefined);
  follow.mockReset().mockReturnValue(() => undefined);
});

const line = (text: string) => ({
  type: 'log',
  atMs: 1,
  source: 'cold-build',
  stream: 'stdout',
  text,
});
const paused = { type: 'paused', atMs: 1 };
const cancelled = { type: 'cancelled', atMs: 2 };

const alive = /^event: alive\n/;

/** The numbers of the events that a client receives, until the stream ends or only repeats that it is open. */
async function received(state: string, events: unknown[]): Promise<{ numbers: string[]; isOpen: boolean }> {
  Object.assign(stored, { state, events });
  const { body } = new Response(await eventStream('learner', 'run', 0n, new AbortController().signal));
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  const numbers: string[] = [];
  expect((await reader.read()).value, 'the headers are sent at once').toMatch(alive);
  for (;;) {
    const { done, value = '' } = await reader.read();
    if (done) return { numbers, isOpen: false };
    if (alive.test(value)) {
      await reader.cancel();
      return { numbers, isOpen: true };
    }
    numbers.push(...[...value.matchAll(/^id: (\d+)$/gm)].map(([, seq]) => seq!));
  }
}

test('the stream ends with the last event of the run', async () => {
  expect(await received('cancelled', [line('a'), cancelled])).toEqual({ numbers: ['1', '2'], isOpen: false });
});

test('an event that can no longer be read is left out, and the stream continues', async () => {
  expect(await received('running', [line('a'), paused, line('b')])).toEqual({
    numbers: ['1', '3'],
    isOpen: true,
  });
});

test.each([
  ['the last event', [line('a'), paused], ['1']],
  ['all events', [paused, paused], []],
  [
    'the last event of several batches',
    [...Array.from({ length: 250 }, () => line('a')), paused],
    Array.from({ length: 250 }, (_, n) => String(n + 1)),
  ],
])('the stream of a run that has ended ends too if %s cannot be read', async (_, events, numbers) => {
  expect(await received('done', events)).toEqual({ numbers, isOpen: false });
});

/** Opens the stream of a run without events, to be read piece by piece. */
async function opened(state: string, signal = new AbortController().signal) {
  Object.assign(stored, { state, events: [] });
  const { body } = new Response(await eventStream('learner', 'run', 0n, signal));
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  const read = async () => (await reader.read()).value;
  return { read, leave: () => reader.cancel() };
}

test('events without a notification are read after a sign of life', async () => {
  const { read, leave } = await opened('running');
  expect(await read()).toMatch(alive);
  expect(await read()).toMatch(alive);
  stored.events = [line('a')];
  await expect.poll(read).toMatch(/^id: 1\n/);
  await leave();
});

test('a position comes with a sign of life, for pages that know only that', async () => {
  follow.mockImplementation((_run, receive) => {
    receive({ place: 1, runners: 1, lacks: [] });
    return () => undefined;
  });
  const { read, leave } = await opened('queued');
  expect(await read()).toMatch(alive);
  expect(await read()).toMatch(/^event: alive\ndata:\n\nevent: queue\ndata: {"place":1,.*}\n\n$/);
  await leave();
});

test('a client that leaves before the stream exists gets none', async () => {
  Object.assign(stored, { state: 'queued', events: [] });
  const left = new AbortController();
  const stream = eventStream('learner', 'run', 0n, left.signal);
  left.abort();
  expect(await stream).toBeUndefined();
  expect(openStreamCount()).toBe(0);
});

test('a stream that is never read does not follow the queue, and is released when the client leaves', async () => {
  Object.assign(stored, { state: 'queued', events: [] });
  const left = new AbortController();
  await eventStream('learner', 'run', 0n, left.signal);
  expect(openStreamCount()).toBe(1);
  expect(follow).not.toHaveBeenCalled();
  left.abort();
  expect(openStreamCount()).toBe(0);
});

test('a stream that is read stops following the queue when the client leaves', async () => {
  const leaveQueue = vi.fn<() => void>();
  follow.mockReturnValue(leaveQueue);
  const left = new AbortController();
  const { read } = await opened('queued', left.signal);
  await read();
  await read();
  expect(follow).toHaveBeenCalledOnce();
  left.abort();
  expect(leaveQueue).toHaveBeenCalledOnce();
  expect(openStreamCount()).toBe(0);
});
