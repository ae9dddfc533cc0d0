import { expect, test } from 'vitest';
import { aboutDuration } from './about-duration.ts';

test.each([
  [0, 'about 10 s'],
  [14_999, 'about 10 s'],
  [15_000, 'about 20 s'],
  [54_999, 'about 50 s'],
  [55_000, 'about 1 min'],
  [89_999, 'about 1 min'],
  [90_000, 'about 2 min'],
  [600_000, 'about 10 min'],
])('%d ms is %s', (ms, text) => {
  expect(aboutDuration(ms)).toBe(text);
});
