import { expect, test } from 'vitest';
import { wrapped } from './output.ts';

test.each([
  ['short text', 'a b', '  a b'],
  ['cut at a space', 'aaaa bbbb cccc', '  aaaa bbbb\n  cccc'],
  ['what would drive the terminal', 'a \u001b[2Jb', '  a\n  ‹U+001B›[2Jb'],
  ['a word longer than the line stands alone', 'a bbbbbbbbbbbbbbbb c', '  a\n  bbbbbbbbbbbbbbbb\n  c'],
])('wrapped: %s', (_name, text, expected) => {
  expect(wrapped(text, '  ', 12)).toBe(expected);
});
