import { expect, test } from 'vitest';
import { diffRows } from './file-diff.ts';
import { markWords } from './mark-words.ts';

/** The lines with their marked words in brackets; only lines with marks. */
const marked = (left: string, right: string) =>
  [...markWords(diffRows(left, right)).values()].map((segments) =>
    segments.map(({ text, isChanged }) => (isChanged ? `[${text}]` : text)).join(''),
  );

test.each<[name: string, left: string, right: string, expected: string[]]>([
  [
    'a changed word',
    'The old cache decides',
    'The new cache decides',
    ['The [old] cache decides', 'The [new] cache decides'],
  ],
  ['an added word', 'a b c d', 'a b x c d', ['a b c d', 'a b [x ]c d']],
  [
    'two lines, each with its own',
    'one two a\nthree four b',
    'one two c\nthree four d',
    ['one two [a]', 'one two [c]', 'three four [b]', 'three four [d]'],
  ],
  ['near miss: lines that share little', 'apples and pears', 'wholly different words', []],
  ['near miss: a removed line without a counterpart', 'a\nb', 'a', []],
  ['near miss: a new line', 'a', 'a\nb', []],
  ['near miss: a line that is too long', `x ${'a '.repeat(600)}`, `y ${'a '.repeat(600)}`, []],
  ['more lines removed than added', 'one two a\ngone', 'one two b', ['one two [a]', 'one two [b]']],
])('%s', (_name, left, right, expected) => expect(marked(left, right)).toEqual(expected));
