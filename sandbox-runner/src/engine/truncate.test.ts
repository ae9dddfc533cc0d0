import { expect, test } from 'vitest';
import { characterBoundary, tailOf } from './truncate.ts';

test.each([
  ['fits', 'abc', 3, 'abc'],
  ['ASCII is cut at any byte', 'abc', 2, 'ab'],
  ['a character of two bytes is kept', 'aé', 3, 'aé'],
  ['a character of two bytes is left out', 'aé', 2, 'a'],
  ['a character of four bytes is left out', 'a😀b', 4, 'a'],
  ['nothing fits', '😀', 3, ''],
])('characterBoundary: %s', (_name, text, maxBytes, expected) => {
  const bytes = Buffer.from(text);
  expect(bytes.subarray(0, characterBoundary(bytes, maxBytes)).toString()).toBe(expected);
});

test.each([
  ['fits', 'abc', 3, 'abc'],
  ['the end is kept', 'abc', 2, 'bc'],
  ['a character is not split', '😀b', 4, 'b'],
  ['exactly at the boundary', 'a😀', 4, '😀'],
])('tailOf: %s', (_name, text, maxBytes, expected) => {
  expect(tailOf(text, maxBytes)).toBe(expected);
});
