import { expect, test } from 'vitest';
import { type FollowersBench, resultsPage } from './results-page.ts';

const quiet = (queued: number, pages: number, siteMib: number): FollowersBench['quiet'][number] => ({
  queued,
  pages,
  siteCores: 0.02 + pages * 2e-5,
  databaseCores: 0.01 + queued * 1e-6,
  otherCores: 0.1,
  siteMib,
  perSecond: { requests: 0, transactions: 6, messages: pages / 2 },
});
const bench: FollowersBench = {
  day: '2026-11-26',
  machine: { processors: 2, memoryGib: 24 },
  loadBefore: 0.2,
  seconds: 20,
  quiet: [quiet(0, 0, 200), quiet(5_000, 1, 300), quiet(5_000, 5_000, 500)],
  work: { perQueuedRun: 1e-6, perPage: 2e-5 },
  opening: { pages: 4_999, coreSeconds: 49.99 },
  runs: 3,
  delays: { events: [10, 20, 30], places: [1_000, 1_100, 1_200] },
};

test('shows what was measured, and what 100 pages need', () => {
  const lines = resultsPage(bench).split('\n');
  expect(lines).toContain('| 5,000 | 5,000 | 0.120 | 0.015 | 500 | 0.0 | 6.0 | 2,500 |');
  expect(lines).toContain('| processors of site and PostgreSQL for the pages | 0.0020 |');
  expect(lines).toContain('| memory of the site | 4.0 MiB |');
  expect(lines).toContain('| opening them, once | 1.00 s of a processor |');
  expect(lines).toContain('| the new position, on every page that waits | 3 | 1,100 | 1,190 | 1,200 |');
});

test('reports that other programs were running', () => {
  const busy = bench.quiet.with(1, { ...bench.quiet[1]!, otherCores: 1.5 });
  expect(resultsPage(bench)).not.toContain('longer than on an idle machine');
  expect(resultsPage({ ...bench, quiet: busy })).toContain('longer than on an idle machine');
});
