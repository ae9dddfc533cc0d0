import type { Batch, Measured } from '../service-times.ts';

const batch = (seconds: number): Batch => ({
  source: 'this test',
  atOnce: 1,
  verdictSeconds: [seconds],
  nodeCoreSeconds: seconds - 0.1,
  siteCoreSeconds: 0.1,
  otherCores: 0,
});

/** Runs that only need a processor: 4, 20 and 2 seconds. */
export const measured: Measured = {
  day: '2026-11-26',
  machine: { processor: 'any', processors: 2, memoryGib: 8 },
  exercise: 'any',
  batches: { starter: [batch(4)], install: [batch(20)], edit: [batch(2)] },
  waitingPages: {
    day: '2026-11-26',
    loadBefore: 0,
    samples: [
      { queued: 0, pages: 0, siteCores: 0, databaseCores: 0 },
      { queued: 100, pages: 0, siteCores: 0.01, databaseCores: 0 },
      { queued: 100, pages: 100, siteCores: 0.02, databaseCores: 0 },
    ],
  },
  memoryMib: { runner: 100, site: 200, database: 100 },
  diskMb: { shelf: 1_000, templates: 1_000, run: 0.1 },
};
