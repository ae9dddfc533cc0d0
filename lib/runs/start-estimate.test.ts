import { expect, test } from 'vitest';
import { startEstimateMs } from './start-estimate.ts';

test.each<[string, number, number[], number[], number | undefined]>([
  ['no slots', 0, [], [], undefined],
  ['a free slot', 2, [30], [], 0],
  ['a free slot for the run ahead, the next slot when that run ends', 2, [30], [10], 10],
  ['all slots taken', 2, [30, 20], [], 20],
  ['the run ahead takes the slot that is free first', 2, [30, 20], [50], 30],
  ['each in turn', 2, [30, 20], [50, 10], 40],
  ['one slot', 1, [5], [10, 10], 25],
  ['more runs than slots', 1, [5, 50], [], 5],
])('%s', (_name, slots, running, ahead, ms) => {
  expect(startEstimateMs(slots, running, ahead)).toBe(ms);
});
