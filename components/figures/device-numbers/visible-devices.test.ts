import { expect, test } from 'vitest';
import { deviceRows } from './visible-devices.ts';

const none = undefined;

test.each<[given: number[], visible: string | undefined, program: (number | undefined)[]]>([
  [[0, 1, 2, 3], none, [0, 1, 2, 3]],
  [[1, 3], none, [none, 0, none, 1]],
  // The numbers are those of the container: 1 is its second GPU, which is the fourth of the host.
  [[1, 3], '1', [none, none, none, 0]],
  [[1, 3], '1,0', [none, 1, none, 0]],
  [[1, 3], '3', [none, none, none, none]],
  [[0, 1, 2, 3], '0,2,-1,1', [0, none, 1, none]],
  [[0, 1, 2, 3], '', [none, none, none, none]],
  [[0, 1, 2, 3], '2,x', [none, none, 0, none]],
  [[], none, [none, none, none, none]],
])('a container with %o and CUDA_VISIBLE_DEVICES=%s', (given, visible, program) => {
  const rows = deviceRows(4, new Set(given), visible);
  expect(rows.map((row) => row.program)).toEqual(program);
});

test('the container numbers its GPUs from 0', () => {
  expect(deviceRows(4, new Set([1, 3]), none).map((row) => row.container)).toEqual([none, 0, none, 1]);
});
