import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTable, type Table } from './csv-table.ts';
import { toCsv } from './csv.ts';

const cellsOf = (table: Table) =>
  'error' in table ? table.error : [table.header, ...table.rows].map(({ cells }) => cells);
const rows = (count: number) => Array.from({ length: count }, (_, index) => `Ada ${index}`).join('\n');

describe('a file', () => {
  test.each<[string, string, string[][]]>([
    [
      'with commas',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'with semicolons',
      'a;b\n1;2,5\n',
      [
        ['a', 'b'],
        ['1', '2,5'],
      ],
    ],
    [
      'with semicolons, after a blank line',
      '\na;b\n1;2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'with tabs',
      'a\tb\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['with one column', 'a\n1\n', [['a'], ['1']]],
    [
      'near miss: a quoted separator in the header',
      '"a;b;c",d\n1,2\n',
      [
        ['a;b;c', 'd'],
        ['1', '2'],
      ],
    ],
    [
      'with CRLF',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'with CR',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'with several line endings',
      'a,b\r\n1,2\n3,4\r5,6',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
    ],
    [
      'with a byte order mark',
      '\uFEFFa,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'with a byte order mark and quotes',
      '\uFEFF"a",b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'with quotes',
      'a,b\n"1, ""one""",2',
      [
        ['a', 'b'],
        ['1, "one"', '2'],
      ],
    ],
    [
      'with a line break in a cell',
      'a,b\n"1\r\n2",3',
      [
        ['a', 'b'],
        ['1\n2', '3'],
      ],
    ],
    ['with rows of different lengths', 'a,b\n1\n1,2,3', [['a', 'b'], ['1'], ['1', '2', '3']]],
    [
      'with rows without text',
      '\n,\na,b\n , \n\n1,2\n,,\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'of as many rows as are allowed',
      `name\n${rows(2_000)}\n,,,\n\n`,
      [
        ['name'],
        ...rows(2_000)
          .split('\n')
          .map((cell) => [cell]),
      ],
    ],
  ])('%s', (_name, text, cells) => expect(cellsOf(readTable(text))).toEqual(cells));

  test.each<[string, string, number, string]>([
    ['that is empty', '', 1, 'The file is empty.'],
    ['of blank lines', '\n \n,,\n', 1, 'The file is empty.'],
    [
      'with too many rows',
      `name\n\n${rows(2_001)}`,
      2_003,
      'The file has 2,001 rows, and at most 2,000 can be read.',
    ],
    ['that is too large', 'é'.repeat(500_001), 1, 'The file has 1.000002 MB, and at most 1 MB can be read.'],
    ['in Latin-1, read as UTF-8', 'name\nAda\nJos\uFFFD', 3, 'This line has characters that cannot be read.'],
    ['in UTF-16, read as UTF-8', 'n\0a\0', 1, 'This line has characters that cannot be read.'],
    ['with a quote that is not closed', 'a\n\n1\n"2\n3\n4', 4, 'The quotes in this row are not paired.'],
    ['with text after a quote', 'a\n"1\n"\n"2"3', 4, 'The quotes in this row are not paired.'],
    ['with a quote within text', 'a\n1\n2"3', 3, 'The quotes in this row are not paired.'],
  ])('%s is an error', (_name, text, line, message) =>
    expect(readTable(text)).toEqual({ error: { line, message: expect.stringContaining(message) as string } }),
  );

  test('near miss: as large as is allowed', () =>
    expect(cellsOf(readTable('é'.repeat(500_000)))).toEqual([['é'.repeat(500_000)]]));
});

test('rows have the lines on which they start', () => {
  const table = readTable('\na\r\n"1\r\n2"\r\n\r\n3\n');
  expect('rows' in table && [table.header, ...table.rows].map(({ line }) => line)).toEqual([2, 3, 6]);
});

test('a table that was written is read as it was', () => {
  // A text that starts a formula, also behind a separator, gets an apostrophe, and line endings become line feeds.
  const cell = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[=+\-@\t\r\0\uFFFD]/g, ''));
  const awkward = fc.constantFrom('"', ',', ';', '\n', '""', ' ', 'a"b', 'a+b', 'a-b', 'x\n\ny', '\uFEFF');
  const table = fc.array(fc.array(fc.oneof(cell, awkward), { minLength: 2, maxLength: 4 }), { maxLength: 6 });
  fc.assert(
    fc.property(table, (body) => {
      const written = [['name', 'e-mail', 'group', 'note'], ...body.map((cells) => ['Ada', ...cells])];
      expect(cellsOf(readTable(toCsv(written)))).toEqual(written);
    }),
  );
});
