import { expect, test } from 'vitest';
import { type Batch, fitWork, readMeasured } from './service-times.ts';
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

test('the recorded measurements are valid', async () => {
  expect((await readMeasured()).machine.processors).toBeGreaterThan(0);
});
