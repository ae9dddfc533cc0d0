import { expect, test } from 'vitest';
import { truncate, truncateMiddle } from './truncate.ts';

test.each([
  ['a text that fits', 'abc', 3, 'abc'],
  ['removes the end', 'abcdef', 3, 'abc…'],
  ['removes an emoji at the cut completely', 'ab😀cd', 3, 'ab…'],
])('truncate: %s', (_name, text, max, expected) => expect(truncate(text, max)).toBe(expected));

test.each<[name: string, text: string, max: number, expected: string]>([
  ['removes the middle', 'abcdefghij', 7, 'ab … ij'],
  ['an odd character stays at the start', 'abcdefghij', 8, 'abc … ij'],
  ['near miss: exactly as long', 'abcdefghij', 10, 'abcdefghij'],
  ['nothing fits', 'abcdefghij', 2, ' … '],
  ['removes half a character at a cut', '😀😀😀😀', 7, '😀 … 😀'],
  ['removes half a character at both cuts', 'a😀😀😀😀b', 7, 'a … b'],
])('truncateMiddle: %s', (_name, text, max, expected) => expect(truncateMiddle(text, max)).toBe(expected));
