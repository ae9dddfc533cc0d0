import { expect, test } from 'vitest';
import { ContainerClock } from './container-clock.ts';
import type { ProcessorTime } from './processor-time.ts';

type Waits = Record<number, number>;
interface Look {
  /** Of the wall's clock, since the start. */
  atMs: number;
  /** Per thread so far. */
  waited: Waits;
  /** By the whole sandbox so far. */
  used: number | undefined;
}

/** What a clock says at the last of these looks, on a sandbox of two processors. */
async function elapsed(...looks: Look[]): Promise<number> {
  let at = 0;
  const all: Look[] = [
    { atMs: 0, waited: { 1: 50 }, used: looks[0]?.used === undefined ? undefined : 0 },
    ...looks,
  ];
  const read = (): Promise<ProcessorTime> =>
    Promise.resolve({
      waitedMs: new Map(Object.entries(all[at]!.waited).map(([thread, ms]) => [Number(thread), ms])),
      usedMs: all[at]!.used,
      cpus: 2,
    });
  const clock = await ContainerClock.from(read, () => all[at]!.atMs);
  let said = 0;
  while (++at < all.length) said = await clock.elapsedMs();
  return said;
}

test.each<[name: string, looks: Look[], expected: number]>([
  ['nothing is denied on an idle machine', [{ atMs: 1_000, waited: { 1: 50 }, used: 900 }], 1_000],
  ['what a thread waited does not count', [{ atMs: 1_000, waited: { 1: 650 }, used: 400 }], 400],
  [
    'a service that sleeps is denied nothing, however busy the machine is',
    [{ atMs: 1_000, waited: { 1: 50 }, used: 0 }],
    1_000,
  ],
  [
    'threads of a sandbox that has all its processors deny each other nothing',
    [{ atMs: 1_000, waited: { 1: 950, 2: 900, 3: 900 }, used: 2_000 }],
    1_000,
  ],
  [
    'near miss: it has half of them, and as much is denied at most',
    [{ atMs: 1_000, waited: { 1: 950, 2: 900, 3: 900 }, used: 1_000 }],
    500,
  ],
  [
    'what a thread that ended had waited stays',
    [
      { atMs: 1_000, waited: { 1: 50, 2: 400 }, used: 400 },
      { atMs: 2_000, waited: { 1: 50 }, used: 800 },
    ],
    1_600,
  ],
  [
    'a thread that is new under an old id takes nothing back',
    [
      { atMs: 1_000, waited: { 1: 450 }, used: 400 },
      { atMs: 2_000, waited: { 1: 5 }, used: 800 },
    ],
    1_600,
  ],
  [
    'waiting while the sandbox had its fill is not made up for by idling later',
    [
      { atMs: 1_000, waited: { 1: 950, 2: 900 }, used: 2_000 },
      { atMs: 2_000, waited: { 1: 950, 2: 900 }, used: 2_000 },
    ],
    2_000,
  ],
  ['near miss: as much as a busy machine may deny', [{ atMs: 60_000, waited: { 1: 60_050 }, used: 0 }], 0],
  [
    'a host that does not tell what is used denies nothing',
    [{ atMs: 1_000, waited: { 1: 650 }, used: undefined }],
    1_000,
  ],
])('%s', async (_name, looks, expected) => {
  expect(await elapsed(...looks)).toBe(expected);
});

test('a machine that is too busy to judge anything is no fault of the container', async () => {
  await expect(elapsed({ atMs: 60_001, waited: { 1: 60_051 }, used: 0 })).rejects.toMatchObject({
    code: 'sandbox-failed',
  });
  await expect(elapsed({ atMs: 70_001, waited: { 1: 68_051 }, used: 0 })).rejects.toMatchObject({
    code: 'sandbox-failed',
  });
});

test('two that look at once count the time once', async () => {
  let atMs = 0;
  const clock = await ContainerClock.from(
    () => Promise.resolve({ waitedMs: new Map([[1, atMs / 2]]), usedMs: 0, cpus: 2 }),
    () => atMs,
  );
  atMs = 1_000;
  expect(await Promise.all([clock.elapsedMs(), clock.elapsedMs()])).toEqual([500, 500]);
  expect(await clock.deniedMs()).toBe(500);
});

test('work has its time by this clock, and then its signal aborts', async () => {
  // Half of the time is denied.
  let atMs = 0;
  const clock = await ContainerClock.from(
    () => Promise.resolve({ waitedMs: new Map([[1, atMs / 2]]), usedMs: 0, cpus: 2 }),
    () => (atMs += 1),
  );
  const aborted = await clock.within(
    20,
    (deadline) => new Promise((resolve) => deadline.addEventListener('abort', () => resolve(atMs))),
  );
  expect(aborted).toBeGreaterThanOrEqual(40);
  expect(await clock.within(1_000_000, (deadline) => Promise.resolve(deadline.aborted))).toBe(false);
});

test('work that is watched while the machine becomes too busy ends with that, whatever it makes of its signal', async () => {
  let atMs = 0;
  const clock = await ContainerClock.from(
    () => Promise.resolve({ waitedMs: new Map([[1, atMs]]), usedMs: 0, cpus: 2 }),
    () => (atMs += 10_000),
  );
  const watched = clock.within(
    1_000,
    (deadline) => new Promise((resolve) => deadline.addEventListener('abort', () => resolve('judged'))),
  );
  await expect(watched).rejects.toMatchObject({ code: 'sandbox-failed' });
});
