import { expect, test } from 'vitest';
import { percentile } from './percentiles.ts';

test.each([
  ['the median of an odd number of samples', [3, 1, 2], 0.5, 2],
  ['between the two middle samples of an even number', [4, 1, 3, 2], 0.5, 2.5],
  ['p95 of eleven samples, between the last two', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95, 9.5],
  ['the maximum', [1, 5], 1, 5],
  ['one sample', [7], 0.95, 7],
])('%s', (_, samples, share, expected) => {
  expect(percentile(samples, share)).toBeCloseTo(expected);
});

test('throws if there are no samples', () => expect(() => percentile([], 0.5)).toThrow('no samples'));
