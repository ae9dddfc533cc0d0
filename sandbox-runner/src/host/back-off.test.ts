import { expect, test } from 'vitest';
import { BackOff } from './back-off.ts';

test('pauses double up to the longest and start over after a reset', () => {
  const pause = new BackOff(250, 10_000, () => 1);
  expect(Array.from({ length: 8 }, () => pause.next())).toEqual([
    250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000,
  ]);
  pause.reset();
  expect(pause.next()).toBe(250);
});

test('a pause is randomly shortened by up to half', () => {
  expect(new BackOff(250, 10_000, () => 0).next()).toBe(125);
});
