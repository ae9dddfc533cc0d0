import { expect, test } from 'vitest';
import { type NodeGroup, type QueuedRun, startEstimatesMs } from './start-estimate.ts';

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
  ['only runs in progress that were never measured', 1, [undefined], [10], [undefined]],
  [
    'a queued run that was never measured hides only later starts',
    1,
    [5],
    [10, undefined, 10],
    [5, 15, undefined],
  ],
  ['an empty queue', 1, [5], [], []],
])('%s', (_name, slots, running, queued, starts) => {
  expect(
    startEstimatesMs(
      [{ slots, running }],
      queued.map((ms) => ({ ms, groups: [0] })),
    ),
  ).toEqual(starts);
});

const ordinary: NodeGroup = { slots: 1, running: [30] };
const reserved: NodeGroup = { slots: 2, running: [10] };
const unmeasured: NodeGroup = { slots: 1, running: [undefined] };
const onOrdinary = (ms: number | undefined): QueuedRun => ({ ms, groups: [0] });
const onReserved = (ms: number | undefined): QueuedRun => ({ ms, groups: [1] });
const onAny = (ms: number): QueuedRun => ({ ms, groups: [0, 1] });

test.each<[name: string, queued: QueuedRun[], starts: Durations]>([
  ['free slots of a node that is reserved for others do not count', [onOrdinary(10)], [30]],
  ['near miss: they do for a run that it takes', [onReserved(10)], [0]],
  ['a run ahead delays only those that need the same nodes', [onOrdinary(50), onReserved(5)], [30, 0]],
  [
    'a run that any node can take goes where a slot is free first',
    [onAny(100), onAny(5), onAny(5)],
    [0, 10, 15],
  ],
  ['no node can take it', [{ ms: 10, groups: [] }, onReserved(5)], [undefined, 0]],
  [
    'a run that was never measured hides only the starts of those that need its node',
    [onOrdinary(undefined), onReserved(5), onOrdinary(5), onAny(5)],
    [30, 0, undefined, undefined],
  ],
  [
    'near miss: all that is known of a node is that it is busy, so a run that it can take may start on it',
    [{ ms: 5, groups: [0, 2] }],
    [undefined],
  ],
])('with nodes for different runs: %s', (_name, queued, starts) => {
  expect(startEstimatesMs([ordinary, reserved, unmeasured], queued)).toEqual(starts);
});
