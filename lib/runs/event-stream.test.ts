import { beforeEach, expect, test, vi } from 'vitest';
import { log } from '../platform/log.ts';
import { eventStream } from './event-stream.ts';

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

vi.mock('./followed-queue.ts', () => ({ followedQueue: () => ({ follow: () => () => undefined }) }));
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
  const { body } = new Response(await eventStream('learner', 'run', 0n));
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
