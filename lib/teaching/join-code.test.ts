import { expect, test } from 'vitest';
import { newJoinCode, parseJoinCode } from './join-code.ts';

test('a new code is different each time, and can be read aloud', () => {
  const codes = Array.from({ length: 1_000 }, newJoinCode);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z2-9]{10}$/);
  expect(codes.join('')).not.toMatch(/[01ilo]/);
  expect(new Set(codes.join('')).size, 'every character of the alphabet is used').toBe(31);
});

test.each([
  ['abcdefghjk', 'abcdefghjk'],
  ['ABCDEFGHJK', 'abcdefghjk'],
  ['abcdefghj', undefined],
  ['abcdefghjkm', undefined],
  ['abcdefghj1', undefined],
  ['abcdefghj\n', undefined],
  ['abcde%20jkm', undefined],
  ['', undefined],
])('%j is the code %j', (text, code) => {
  expect(parseJoinCode(text)).toBe(code);
});
