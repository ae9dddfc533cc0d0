import { expect, test } from 'vitest';
import { tooLarge } from './submission-size.ts';

const maxBytes = 1_000;
/** Bytes of `{"exercise":"x","files":{"Dockerfile":""}}`. */
const frame = 42;

test.each([
  ['as large as allowed', 'a'.repeat(maxBytes - frame), false],
  ['one character more', 'a'.repeat(maxBytes - frame + 1), true],
  ['two-byte characters', 'é'.repeat((maxBytes - frame) / 2 + 1), true],
  ['characters that JSON has to escape', '\u0001'.repeat(160), true],
  ['near miss: as many characters that it does not', 'b'.repeat(160), false],
  ['no text', '', false],
])('%s', (_, text, expected) => {
  expect(tooLarge('x', { Dockerfile: text }, maxBytes) !== undefined).toBe(expected);
});

test('the message has the size and the limit', () => {
  expect(tooLarge('x', { Dockerfile: 'a'.repeat(3 * 2 ** 20) }, 2 * 2 ** 20)?.message).toContain(
    '3 MiB in total, but the limit is 2 MiB',
  );
});
