import { expect, test } from 'vitest';
import { parseBoardName } from './board-name.ts';

test.each<[what: string, typed: string, name: string]>([
  ['two letters', 'Bo', 'Bo'],
  ['24 characters', 'a'.repeat(24), 'a'.repeat(24)],
  ['24 characters with two code units each', '𐐷'.repeat(24), '𐐷'.repeat(24)],
  ['inner spaces and hyphens', 'Anna-Lena  de  Vries 2', 'Anna-Lena de Vries 2'],
  ['outer spaces', '  Ada ', 'Ada'],
  ['an accent typed as a separate character', 'Rene\u0301e', 'Renée'],
  ['a different script', 'Фёдор', 'Фёдор'],
  ['a script written from right to left', 'שרה', 'שרה'],
  ['letters with marks', 'हिन्दी', 'हिन्दी'],
])('%s is a name', (_what, typed, name) => expect(parseBoardName(typed)).toMatchObject({ ok: true, name }));

test.each<[what: string, typed: string, problem: string]>([
  ['nothing', '', 'length'],
  ['one letter', 'a', 'length'],
  ['one letter between spaces', '  a  ', 'length'],
  ['25 characters', 'a'.repeat(25), 'length'],
  ['an underscore', 'a_b', 'characters'],
  ['a tag', '<b>Bo</b>', 'characters'],
  ['an emoji', 'Bo🐳', 'characters'],
  ['only hyphens', '---', 'characters'],
  ['a hyphen at the end', 'Bo-', 'characters'],
  ['two hyphens in a row', 'Bo--Bo', 'characters'],
  ['a line break', 'Bo\nBo', 'characters'],
  ['a tab', 'Bo\tBo', 'characters'],
  ['a non-breaking space', 'Bo\u00A0Bo', 'characters'],
  ['NUL', 'Bo\0', 'characters'],
  ['a right-to-left override', 'Bo\u202Eob', 'characters'],
  ['a bidi isolate', '\u2067Bo\u2069', 'characters'],
  ['a zero-width joiner', 'Bo\u200Db', 'characters'],
  ['an invisible letter', 'Bo\u3164', 'characters'],
  ['only invisible letters', '\u3164\u3164', 'characters'],
  ['a variation selector', 'Bo\uFE0F', 'characters'],
  ['a mark without a letter', '\u0301Bo', 'characters'],
  ['three marks on a letter', 'Bq\u0323\u0301\u0302o', 'characters'],
  ['half a character', 'Bo\uD801', 'characters'],
])('%s is rejected', (_what, typed, problem) =>
  expect(parseBoardName(typed)).toEqual({ ok: false, problem }),
);

const foldedOf = (typed: string) => {
  const parsed = parseBoardName(typed);
  return parsed.ok ? parsed.folded : undefined;
};
test.each([
  ['case', 'ADA l', 'ada L'],
  ['a letter without its own upper case', 'Strauß', 'STRAUSS'],
  ['the two sigmas', 'ΟΔΟΣ', 'οδος'],
  ['wide letters', 'Ａｄａ', 'Ada'],
])('names that differ only in %s are equal', (_what, a, b) => expect(foldedOf(a)).toBe(foldedOf(b)));
test('names that differ in a letter are different', () => expect(foldedOf('Ada')).not.toBe(foldedOf('Adb')));
