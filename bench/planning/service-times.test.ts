import { expect, test } from 'vitest';
import { type Batch, fitWork, queueCores, readMeasured } from './service-times.ts';
import type { Work } from './shared-processors.ts';

/** What a measurement of this work would find on two processors. */
function batchOf({ coreSeconds, parallelism, restSeconds }: Work, atOnce: number, otherCores = 0): Batch {
  const rate = Math.min(parallelism, (2 - otherCores) / atOnce);
  const verdictSeconds = Array<number>(atOnce).fill(coreSeconds / rate + restSeconds);
  return {
    source: 'this test',
    atOnce,
    verdictSeconds,
    nodeCoreSeconds: coreSeconds - 0.1,
    siteCoreSeconds: 0.1,
    otherCores,
  };
}

test.each<Work>([
  { coreSeconds: 8, parallelism: 1.2, restSeconds: 3 },
  { coreSeconds: 3, parallelism: 2, restSeconds: 0 },
  { coreSeconds: 3, parallelism: 0.6, restSeconds: 1 },
])('finds the work behind times: %o', (work) => {
  const batches = [batchOf(work, 1), batchOf(work, 2, 0.3), batchOf(work, 3, 0.5), batchOf(work, 4)];
  const fitted = fitWork(batches, 2);
  for (const key of ['coreSeconds', 'parallelism', 'restSeconds'] as const)
    expect(fitted[key]).toBeCloseTo(work[key], 6);
});

test('times that no work explains get the nearest, and never a rest below 0', () => {
  const batch = { ...batchOf({ coreSeconds: 8, parallelism: 2, restSeconds: 0 }, 1), verdictSeconds: [1] };
  expect(fitWork([batch], 2)).toEqual({ coreSeconds: 8, parallelism: 2, restSeconds: 0 });
});

test('pages of waiting runs cost more in a long queue', () => {
  const cores = queueCores({
    queuePolls: [
      { queued: 10, siteCoreSeconds: 0.011 },
      { queued: 100, siteCoreSeconds: 0.02 },
      { queued: 200, siteCoreSeconds: 0.03 },
    ],
  });
  expect(cores(0)).toBe(0);
  // 25 requests a second of 0.015 s, and 500 of 0.11 s.
  expect(cores(50)).toBeCloseTo(25 * 0.015, 9);
  expect(cores(1_000)).toBeCloseTo(500 * 0.11, 9);
});

test('the recorded measurements are valid', async () => {
  expect((await readMeasured()).machine.processors).toBeGreaterThan(0);
});
