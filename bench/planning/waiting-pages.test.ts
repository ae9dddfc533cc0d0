import { expect, test } from 'vitest';
import { type WaitingPages, fitPages, waitingCores } from './waiting-pages.ts';

/** What a site measures whose process uses 0.01 processors for itself, and half of everything is PostgreSQL. */
function measuredWith(perQueuedRun: number, perPage: number): WaitingPages {
  const samples = [
    [0, 0],
    [1_000, 1],
    [5_000, 1],
    [5_000, 1_000],
    [5_000, 4_000],
  ].map(([queued, pages]) => {
    const half = (0.01 + queued! * perQueuedRun + pages! * perPage) / 2;
    return { queued: queued!, pages: pages!, siteCores: half, databaseCores: half };
  });
  return { day: '2026-11-26', loadBefore: 0, samples };
}

test('finds the work behind what was measured', () => {
  const work = fitPages(measuredWith(2e-5, 7e-5));
  expect(work.perQueuedRun).toBeCloseTo(2e-5, 9);
  expect(work.perPage).toBeCloseTo(7e-5, 9);
  expect(work.pagesOfProcess).toBe(4_000);
});

test('work is never less than nothing, although measurements vary', () => {
  expect(fitPages(measuredWith(-1e-6, 7e-5)).perQueuedRun).toBe(0);
});

test('every process reads the whole queue', () => {
  const cores = waitingCores(measuredWith(2e-5, 7e-5));
  expect(cores(0)).toBe(0);
  expect(cores(4_000)).toBeCloseTo(4_000 * 2e-5 + 4_000 * 7e-5, 6);
  // Three processes for 10,000 pages.
  expect(cores(10_000)).toBeCloseTo(3 * 10_000 * 2e-5 + 10_000 * 7e-5, 6);
});

test('without an idle site, nobody knows what the site needs for itself', () => {
  const { day, loadBefore, samples } = measuredWith(2e-5, 7e-5);
  expect(() => fitPages({ day, loadBefore, samples: samples.slice(1) })).toThrow('without runs and pages');
});

test('a queue that always had as many pages as runs says nothing about either', () => {
  const same = measuredWith(2e-5, 7e-5).samples.map((sample) => ({ ...sample, pages: sample.queued }));
  expect(() => fitPages({ day: '2026-11-26', loadBefore: 0, samples: same })).toThrow('independently');
});
