import { expect, test } from 'vitest';
import { tooLarge } from './submission-size.ts';

const maxBytes = 1_000;
/** Bytes of `{"exercise":"x","files":{"Dockerfile":""}}`. */
const frame = 42;

test.each([
  ['as large as allowed', 'a'.repeat(maxBytes - frame), false],
  ['one letter more', 'a'.repeat(maxBytes - frame + 1), true],
  ['letters of two bytes', 'é'.repeat((maxBytes - frame) / 2 + 1), true],
  ['what JSON writes longer than it is', '\u0001'.repeat(160), true],
  ['near miss: as many letters that it does not', 'b'.repeat(160), false],
  ['nothing', '', false],
])('%s', (_, text, expected) => {
  expect(tooLarge('x', { Dockerfile: text }, maxBytes) !== undefined).toBe(expected);
});

test('it says how large they are and how large they may be', () => {
  expect(tooLarge('x', { Dockerfile: 'a'.repeat(3 * 2 ** 20) }, 2 * 2 ** 20)?.message).toContain(
    '3 MiB together, and 2 MiB can be handed in',
  );
});
