import { expect, test } from 'vitest';
import { BackOff } from './back-off.ts';

test('pauses double up to the longest and begin anew after a reset', () => {
  const pause = new BackOff(250, 10_000, () => 1);
  expect(Array.from({ length: 8 }, () => pause.next())).toEqual([
    250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000,
  ]);
  pause.reset();
  expect(pause.next()).toBe(250);
});

test('chance takes up to half of a pause away', () => {
  expect(new BackOff(250, 10_000, () => 0).next()).toBe(125);
});
