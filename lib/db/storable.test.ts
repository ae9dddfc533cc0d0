import { expect, test } from 'vitest';
import { storable } from './storable.ts';

test.each([
  ['NUL in a text', 'a\0b', 'a\uFFFDb'],
  ['a lone high surrogate', 'a\uD800', 'a\uFFFD'],
  ['a lone low surrogate', '\uDC00a', '\uFFFDa'],
  ['a surrogate pair is kept', '\u{1F40B}', '\u{1F40B}'],
  ['other control characters are kept', '\u001b[31m\u0007', '\u001b[31m\u0007'],
  ['nested values', { 'k\0': [{ t: '\0' }, 1, null, true] }, { 'k\uFFFD': [{ t: '\uFFFD' }, 1, null, true] }],
])('%s', (_name, value, expected) => expect(storable<unknown>(value)).toEqual(expected));
