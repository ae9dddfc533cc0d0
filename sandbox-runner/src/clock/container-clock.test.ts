import { expect, test } from 'vitest';
import { ContainerClock } from './container-clock.ts';
import type { ProcessorTime } from './processor-time.ts';

type Waits = Record<number, number>;
interface Reading {
  /** Wall-clock time since the start. */
  atMs: number;
  /** Time for which each thread waited for a processor so far, in ms. */
  waited: Waits;
  /** Threads that wait for the disk. */
  onDisk?: number[];
  /** Processor time of the complete sandbox so far, in ms. */
  used: number | undefined;
}

/** Time on the clock of a container at the last of these readings, in a sandbox with two processors. */
const elapsed = (...readings: Reading[]) => elapsedOf(1, ...readings);

async function elapsedOf(of: number | 'sandbox', ...readings: Reading[]): Promise<number> {
  let at = 0;
  const all: Reading[] = [
    { atMs: 0, waited: { 1: 50 }, used: readings[0]?.used === undefined ? undefined : 0 },
    ...readings,
  ];
  const read = (): Promise<ProcessorTime> =>
    Promise.resolve({
      threads: new Map(
        Object.entries(all[at]!.waited).map(([thread, forProcessorMs]) => [
          Number(thread),
          { forProcessorMs, isOnDisk: all[at]!.onDisk?.includes(Number(thread)) === true },
        ]),
      ),
      usedMs: all[at]!.used,
      cpus: 2,
    });
  const clock = await ContainerClock.from(read, of, () => all[at]!.atMs);
  let elapsedMs = 0;
  while (++at < all.length) elapsedMs = await clock.elapsedMs();
  return elapsedMs;
}

test.each<[name: string, readings: Reading[], expected: number]>([
  ['no time is lost on an idle machine', [{ atMs: 1_000, waited: { 1: 50 }, used: 900 }], 1_000],
  ['time that a thread waited does not count', [{ atMs: 1_000, waited: { 1: 650 }, used: 400 }], 400],
  [
    'a sleeping service loses no time, however busy the machine is',
    [{ atMs: 1_000, waited: { 1: 50 }, used: 0 }],
    1_000,
  ],
  [
    'threads of a sandbox that uses all its processors cost each other no time',
    [{ atMs: 1_000, waited: { 1: 950, 2: 900, 3: 900 }, used: 2_000 }],
    1_000,
  ],
  [
    'near miss: it has half of them, so at most half of the time is lost',
    [{ atMs: 1_000, waited: { 1: 950, 2: 900, 3: 900 }, used: 1_000 }],
    500,
  ],
  [
    'the waiting time of a thread that has ended is kept',
    [
      { atMs: 1_000, waited: { 1: 50, 2: 400 }, used: 400 },
      { atMs: 2_000, waited: { 1: 50 }, used: 800 },
    ],
    1_600,
  ],
  [
    'a new thread with a reused ID does not reduce the waiting time',
    [
      { atMs: 1_000, waited: { 1: 450 }, used: 400 },
      { atMs: 2_000, waited: { 1: 5 }, used: 800 },
    ],
    1_600,
  ],
  [
    'waiting while the sandbox used all its processors is not credited by idling later',
    [
      { atMs: 1_000, waited: { 1: 950, 2: 900 }, used: 2_000 },
      { atMs: 2_000, waited: { 1: 950, 2: 900 }, used: 2_000 },
    ],
    2_000,
  ],
  [
    'time for which a thread waited for the disk does not count',
    [
      { atMs: 1_000, waited: { 1: 50 }, onDisk: [1], used: 100 },
      { atMs: 1_250, waited: { 1: 50 }, onDisk: [1], used: 100 },
      { atMs: 2_250, waited: { 1: 50 }, used: 1_000 },
    ],
    50 + 1_000,
  ],
  [
    'near miss: it counts while the sandbox uses its processors',
    [{ atMs: 1_000, waited: { 1: 50, 2: 0 }, onDisk: [1], used: 2_000 }],
    1_000,
  ],
  [
    'two threads that wait for the disk lose the time once',
    [{ atMs: 1_000, waited: { 1: 50, 2: 0 }, onDisk: [1, 2], used: 0 }],
    0,
  ],
  ['near miss: the most that a busy machine may take', [{ atMs: 60_000, waited: { 1: 60_050 }, used: 0 }], 0],
  [
    'no time is lost if the host does not report processor time',
    [{ atMs: 1_000, waited: { 1: 650 }, used: undefined }],
    1_000,
  ],
])('%s', async (_name, readings, expected) => {
  expect(await elapsed(...readings)).toBe(expected);
});

test('the container is not blamed for a machine that is too busy to measure anything', async () => {
  await expect(elapsed({ atMs: 60_001, waited: { 1: 60_051 }, used: 0 })).rejects.toMatchObject({
    code: 'sandbox-failed',
  });
  await expect(elapsed({ atMs: 70_001, waited: { 1: 68_051 }, used: 0 })).rejects.toMatchObject({
    code: 'sandbox-failed',
  });
});

test('a program that waits for the disk forever is not reported as our fault', async () => {
  expect(await elapsed({ atMs: 600_000, waited: { 1: 50 }, onDisk: [1], used: 0 })).toBe(0);
});

test('near miss: the machine was too busy, and then the disk', async () => {
  await expect(
    elapsed(
      { atMs: 60_001, waited: { 1: 60_051 }, used: 0 },
      { atMs: 120_000, waited: { 1: 60_051 }, onDisk: [1], used: 0 },
    ),
  ).rejects.toMatchObject({ code: 'sandbox-failed' });
});

test('the clock of a complete sandbox does not stop for the disk', async () => {
  expect(await elapsedOf('sandbox', { atMs: 1_000, waited: { 1: 250 }, onDisk: [1], used: 0 })).toBe(800);
});

/** A reading of a sandbox with one thread. */
function waitedForProcessor(forProcessorMs: number): ProcessorTime {
  return { threads: new Map([[1, { forProcessorMs, isOnDisk: false }]]), usedMs: 0, cpus: 2 };
}

test('two concurrent readings count the time once', async () => {
  let atMs = 0;
  const clock = await ContainerClock.from(
    () => Promise.resolve(waitedForProcessor(atMs / 2)),
    1,
    () => atMs,
  );
  atMs = 1_000;
  expect(await Promise.all([clock.elapsedMs(), clock.elapsedMs()])).toEqual([500, 500]);
  expect(await clock.lostMs()).toBe(500);
});

test('work gets its time by this clock, and then its signal aborts', async () => {
  // Half of the time is lost to other work.
  let atMs = 0;
  const clock = await ContainerClock.from(
    () => Promise.resolve(waitedForProcessor(atMs / 2)),
    1,
    () => (atMs += 1),
  );
  const aborted = await clock.within(
    20,
    (deadline) => new Promise((resolve) => deadline.addEventListener('abort', () => resolve(atMs))),
  );
  expect(aborted).toBeGreaterThanOrEqual(40);
  expect(await clock.within(1_000_000, (deadline) => Promise.resolve(deadline.aborted))).toBe(false);
});

test('work during which the machine becomes too busy fails with that error, even if it handles its signal', async () => {
  let atMs = 0;
  const clock = await ContainerClock.from(
    () => Promise.resolve(waitedForProcessor(atMs)),
    1,
    () => (atMs += 10_000),
  );
  const watched = clock.within(
    1_000,
    (deadline) => new Promise((resolve) => deadline.addEventListener('abort', () => resolve('judged'))),
  );
  await expect(watched).rejects.toMatchObject({ code: 'sandbox-failed' });
});
