import { expect, test } from 'vitest';
import { startEstimatesMs } from './start-estimate.ts';

type Durations = (number | undefined)[];

test.each<[name: string, slots: number, running: Durations, queued: Durations, starts: Durations]>([
  ['no slots', 0, [], [10], [undefined]],
  ['a free slot', 2, [30], [10], [0]],
  ['a free slot for the first run, the next slot when that run ends', 2, [30], [10, 10], [0, 10]],
  ['all slots taken', 2, [30, 20], [10], [20]],
  ['the run ahead takes the slot that is free first', 2, [30, 20], [50, 10], [20, 30]],
  ['each in turn', 2, [30, 20], [50, 10, 10], [20, 30, 40]],
  ['one slot', 1, [5], [10, 10, 10], [5, 15, 25]],
  ['more runs than slots', 1, [5, 50], [10], [5]],
  ['a run in progress that was never measured', 2, [undefined], [10], [undefined]],
  [
    'a queued run that was never measured hides only later starts',
    1,
    [5],
    [10, undefined, 10],
    [5, 15, undefined],
  ],
  ['an empty queue', 1, [5], [], []],
])('%s', (_name, slots, running, queued, starts) => {
  expect(startEstimatesMs(slots, running, queued)).toEqual(starts);
});
