import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCsv, type Cell } from './csv.ts';

test.each<[string, Cell, string]>([
  ['a text', 'Ada', '"Ada"'],
  ['a comma', 'Lovelace, Ada', '"Lovelace, Ada"'],
  ['quotes', 'say "hi"', '"say ""hi"""'],
  ['a line break', 'a\nb', '"a\nb"'],
  ['a formula', '=HYPERLINK("http://evil.test")', '"\'=HYPERLINK(""http://evil.test"")"'],
  ['a formula after +', '+1', '"\'+1"'],
  ['a formula after @', '@SUM(A1)', '"\'@SUM(A1)"'],
  ['a formula after a semicolon', 'Mia;=HYPERLINK(1)', '"\'Mia;=HYPERLINK(1)"'],
  ['near miss: a semicolon', 'a; b', '"a; b"'],
  ['a formula after -', '-1+2', '"\'-1+2"'],
  ['a formula after a tab', '\t=1', '"\'\t=1"'],
  ['a formula after a carriage return', '\r=1', '"\'\r=1"'],
  ['near miss: = inside', 'a=b', '"a=b"'],
  ['near miss: a hyphen inside', 'Anne-Marie', '"Anne-Marie"'],
  ['a number', 69.8, '69.8'],
  ['a negative number', -1, '-1'],
  ['nothing', null, ''],
])('%s', (_name, cell, text) => expect(toCsv([[cell]])).toBe(`\uFEFF${text}\r\n`));

test('no text starts a formula, whatever a learner calls themselves', () =>
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(toCsv([[name]])).toMatch(/^\uFEFF(?!"?[=+\-@\t\r])|^\uFEFF\r\n$/);
    }),
  ));
