import { expect, test } from 'vitest';
import { startEstimateMs } from './start-estimate.ts';

test.each<[string, number, number[], number[], number | undefined]>([
  ['nobody works', 0, [], [], undefined],
  ['a free place', 2, [30], [], 0],
  ['a free place for the one ahead, the next when that ends', 2, [30], [10], 10],
  ['all places taken', 2, [30, 20], [], 20],
  ['one ahead takes the place that is free first', 2, [30, 20], [50], 30],
  ['each in turn', 2, [30, 20], [50, 10], 40],
  ['one place', 1, [5], [10, 10], 25],
  ['more at work than places', 1, [5, 50], [], 5],
])('%s', (_name, places, running, ahead, ms) => {
  expect(startEstimateMs(places, running, ahead)).toBe(ms);
});
