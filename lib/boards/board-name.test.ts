import { expect, test } from 'vitest';
import { parseBoardName } from './board-name.ts';

test.each<[what: string, typed: string, name: string]>([
  ['two letters', 'Bo', 'Bo'],
  ['24 characters', 'a'.repeat(24), 'a'.repeat(24)],
  ['24 characters of two code units each', '𐐷'.repeat(24), '𐐷'.repeat(24)],
  ['spaces and hyphens within', 'Anna-Lena  de  Vries 2', 'Anna-Lena de Vries 2'],
  ['outer spaces', '  Ada ', 'Ada'],
  ['an accent typed as a character of its own', 'Rene\u0301e', 'Renée'],
  ['another script', 'Фёдор', 'Фёдор'],
  ['one that is written from right to left', 'שרה', 'שרה'],
  ['marks that letters carry', 'हिन्दी', 'हिन्दी'],
])('%s is a name', (_what, typed, name) => expect(parseBoardName(typed)).toMatchObject({ ok: true, name }));

test.each<[what: string, typed: string, problem: string]>([
  ['nothing', '', 'length'],
  ['one letter', 'a', 'length'],
  ['one letter between spaces', '  a  ', 'length'],
  ['25 characters', 'a'.repeat(25), 'length'],
  ['an underscore', 'a_b', 'characters'],
  ['a tag', '<b>Bo</b>', 'characters'],
  ['a picture', 'Bo🐳', 'characters'],
  ['hyphens alone', '---', 'characters'],
  ['a hyphen at the end', 'Bo-', 'characters'],
  ['two hyphens in a row', 'Bo--Bo', 'characters'],
  ['a line break', 'Bo\nBo', 'characters'],
  ['a tab', 'Bo\tBo', 'characters'],
  ['a space that does not break', 'Bo\u00A0Bo', 'characters'],
  ['NUL', 'Bo\0', 'characters'],
  ['a right-to-left override', 'Bo\u202Eob', 'characters'],
  ['a bidi isolate', '\u2067Bo\u2069', 'characters'],
  ['a zero-width joiner', 'Bo\u200Db', 'characters'],
  ['a letter that is drawn as nothing', 'Bo\u3164', 'characters'],
  ['letters that are drawn as nothing', '\u3164\u3164', 'characters'],
  ['a variation selector', 'Bo\uFE0F', 'characters'],
  ['a mark without a letter', '\u0301Bo', 'characters'],
  ['three marks on a letter', 'Bq\u0323\u0301\u0302o', 'characters'],
  ['half a character', 'Bo\uD801', 'characters'],
])('%s is refused', (_what, typed, problem) => expect(parseBoardName(typed)).toEqual({ ok: false, problem }));

const foldedOf = (typed: string) => {
  const parsed = parseBoardName(typed);
  return parsed.ok ? parsed.folded : undefined;
};
test.each([
  ['case', 'ADA l', 'ada L'],
  ['a letter without an upper case of its own', 'Strauß', 'STRAUSS'],
  ['the two sigmas', 'ΟΔΟΣ', 'οδος'],
  ['wide letters', 'Ａｄａ', 'Ada'],
])('names that differ in %s are one', (_what, a, b) => expect(foldedOf(a)).toBe(foldedOf(b)));
test('names that differ in a letter are two', () => expect(foldedOf('Ada')).not.toBe(foldedOf('Adb')));
