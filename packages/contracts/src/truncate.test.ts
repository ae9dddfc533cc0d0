import { expect, test } from 'vitest';
import { truncate, truncateMiddle } from './truncate.ts';

test.each([
  ['what fits', 'abc', 3, 'abc'],
  ['its end goes', 'abcdef', 3, 'abc…'],
  ['an emoji at the cut goes whole', 'ab😀cd', 3, 'ab…'],
])('truncate: %s', (_name, text, max, expected) => expect(truncate(text, max)).toBe(expected));

test.each<[name: string, text: string, max: number, expected: string]>([
  ['the middle goes', 'abcdefghij', 7, 'ab … ij'],
  ['an odd one goes to the start', 'abcdefghij', 8, 'abc … ij'],
  ['near miss: exactly as long', 'abcdefghij', 10, 'abcdefghij'],
  ['nothing fits', 'abcdefghij', 2, ' … '],
  ['half a character at a cut', '😀😀😀😀', 7, '😀 … 😀'],
  ['half a character at both cuts', 'a😀😀😀😀b', 7, 'a … b'],
])('truncateMiddle: %s', (_name, text, max, expected) => expect(truncateMiddle(text, max)).toBe(expected));
