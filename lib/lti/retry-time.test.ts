import { expect, test } from 'vitest';
import { backOffSeconds, retryAfterSeconds } from './retry-time.ts';

test.each([
  [1, 30],
  [2, 60],
  [5, 480],
  [10, 15_360],
  [11, 21_600],
  [1_000, 21_600],
])('after %i failures, the next try is in %i s', (failures, seconds) =>
  expect(backOffSeconds(failures)).toBe(seconds),
);

const now = new Date('2026-12-04T17:00:00Z');

test.each<[string | null, number | undefined]>([
  [null, undefined],
  ['', undefined],
  ['soon', undefined],
  ['-5', undefined],
  ['0', 1],
  ['120', 120],
  [' 7 ', 7],
  ['999999999', 21_600],
  ['Fri, 04 Dec 2026 17:01:30 GMT', 90],
  ['Fri, 04 Dec 2026 16:00:00 GMT', 1],
  ['Sat, 04 Dec 2027 17:00:00 GMT', 21_600],
])('Retry-After %j is a pause of %s s', (header, seconds) =>
  expect(retryAfterSeconds(header, now)).toBe(seconds),
);
