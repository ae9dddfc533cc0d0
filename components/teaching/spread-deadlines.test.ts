import { afterEach, expect, test, vi } from 'vitest';
import { spreadDeadlines } from './spread-deadlines.ts';

afterEach(() => vi.unstubAllEnvs());

test('the time of day stays, also across the end of summer time', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  expect(spreadDeadlines('2026-10-20T23:59', 7, 3)).toEqual([
    '2026-10-20T23:59',
    '2026-10-27T23:59',
    '2026-11-03T23:59',
  ]);
});

test('days may be 0, and months have different lengths', () => {
  expect(spreadDeadlines('2028-02-28T08:00', 0, 2)).toEqual(['2028-02-28T08:00', '2028-02-28T08:00']);
  expect(spreadDeadlines('2028-02-28T08:00', 1, 3)?.[2]).toBe('2028-03-01T08:00');
});

test.each(['', 'tomorrow', '2026-13-01T10:00', '2026-12-01'])('%j is not a deadline', (first) => {
  expect(spreadDeadlines(first, 7, 2)).toBeUndefined();
});
