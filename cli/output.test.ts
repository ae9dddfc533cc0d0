import { expect, test } from 'vitest';
import { wrapped } from './output.ts';

test.each([
  ['short text', 'a b', '  a b'],
  ['breaks at a space', 'aaaa bbbb cccc', '  aaaa bbbb\n  cccc'],
  ['control characters', 'a \u001b[2Jb', '  a\n  ‹U+001B›[2Jb'],
  ['a word longer than the line gets its own line', 'a bbbbbbbbbbbbbbbb c', '  a\n  bbbbbbbbbbbbbbbb\n  c'],
])('wrapped: %s', (_name, text, expected) => {
  expect(wrapped(text, '  ', 12)).toBe(expected);
});
