import { expect, test } from 'vitest';
import { printable, wrapped } from './output.ts';

test.each([
  ['escape sequences', 'a\u001b[31mred', 'a\uFFFD[31mred'],
  ['a C1 control', 'a\u009bm', 'a\uFFFDm'],
  ['bidirectional overrides', 'a\u202eb\u2066c', 'a\uFFFDb\uFFFDc'],
  ['line breaks and tabs stay', 'a\n\tb', 'a\n\tb'],
  ['letters of any script stay', 'é 漢 ع', 'é 漢 ع'],
])('printable: %s', (_name, text, expected) => {
  expect(printable(text)).toBe(expected);
});

test.each([
  ['short text', 'a b', '  a b'],
  ['cut at a space', 'aaaa bbbb cccc', '  aaaa bbbb\n  cccc'],
  ['a word longer than the line stands alone', 'a bbbbbbbbbbbbbbbb c', '  a\n  bbbbbbbbbbbbbbbb\n  c'],
])('wrapped: %s', (_name, text, expected) => {
  expect(wrapped(text, '  ', 12)).toBe(expected);
});
