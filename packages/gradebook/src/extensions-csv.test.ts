import { describe, expect, test } from 'vitest';
import { readExtensions, type ExtensionRow } from './extensions-csv.ts';

const zone = 'Europe/Berlin';
const header = 'E-mail,Exercise,Until,Reason\n';
const extension: ExtensionRow = {
  line: 2,
  email: 'ada@school.example',
  exercise: 'layer-cache',
  until: new Date('2026-12-07T17:00:00Z'),
  reason: 'illness',
};

describe('extensions', () => {
  test.each<[string, string, Partial<ExtensionRow>]>([
    ['of one exercise', `${header}ada@school.example,layer-cache,2026-12-07 18:00,illness`, {}],
    ['with a T', `${header}ada@school.example,layer-cache,2026-12-07T18:00,illness`, {}],
    ['with seconds', `${header}ada@school.example,layer-cache,2026-12-07 18:00:00,illness`, {}],
    ['with a T and seconds', `${header}ada@school.example,layer-cache,2026-12-07T18:00:00,illness`, {}],
    [
      'in summer time',
      `${header}ada@school.example,layer-cache,2026-07-07 18:00,illness`,
      { until: new Date('2026-07-07T16:00:00Z') },
    ],
    [
      'at a time that clocks skip',
      `${header}ada@school.example,layer-cache,2026-03-29 02:30,illness`,
      { until: new Date('2026-03-29T01:30:00Z') },
    ],
    ['of all exercises', `${header}ada@school.example,All,2026-12-07 18:00,illness`, { exercise: null }],
    [
      'near miss: an exercise whose name starts with all',
      `${header}ada@school.example,all-in-one,2026-12-07 18:00,illness`,
      { exercise: 'all-in-one' },
    ],
    ['without a reason', `${header}ada@school.example,layer-cache,2026-12-07 18:00,`, { reason: '' }],
    [
      'without a column for reasons',
      'Email;Assignment;New deadline\nAda@school.example;layer-cache;2026-12-07 18:00',
      { reason: '' },
    ],
  ])('%s', (_name, text, changes) =>
    expect(readExtensions(text, zone)).toEqual({ rows: [{ ...extension, ...changes }], errors: [] }),
  );

  test.each<[string, string, [number, string][]]>([
    [
      'without columns',
      'Name,Reason\nAda,illness',
      [
        [1, 'There is no column “E-mail”. Add it in the first row of the file.'],
        [1, 'There is no column “Exercise”. Add it in the first row of the file.'],
        [1, 'There is no column “Until”. Add it in the first row of the file.'],
      ],
    ],
    ['without rows', header, [[1, 'There are no rows below this one. Add one for each extension.']]],
    ['that are empty', '', [[1, 'The file is empty. Upload one with a header and a row for each person.']]],
  ])('%s', (_name, text, errors) =>
    expect(readExtensions(text, zone)).toEqual({
      rows: [],
      errors: errors.map(([line, message]) => ({ line, message })),
    }),
  );

  const first = `${header}ada@school.example,layer-cache,2026-12-07 18:00,illness\n`;
  const notATime = (text: string) =>
    `“${text}” is not a date with a time. Enter one such as 2026-12-07 18:00.`;
  test.each<[string, string, string[]]>([
    ['no time', 'bob@school.example,layer-cache,2026-12-07,', [notATime('2026-12-07')]],
    [
      'another form of date',
      'bob@school.example,layer-cache,07.12.2026 18:00,',
      [notATime('07.12.2026 18:00')],
    ],
    [
      'a day that does not exist',
      'bob@school.example,layer-cache,2026-02-30 18:00,',
      [notATime('2026-02-30 18:00')],
    ],
    ['seconds', 'bob@school.example,layer-cache,2026-12-07 18:00:30,', [notATime('2026-12-07 18:00:30')]],
    [
      'a long reason',
      `bob@school.example,layer-cache,2026-12-07 18:00,${'r'.repeat(201)}`,
      ['The reason has 201 characters, and at most 200 are allowed. Shorten it.'],
    ],
    [
      'cells that are missing',
      ',,,moved',
      [
        'The e-mail address is missing. Enter it, or delete the row.',
        'The exercise is missing. Enter one, or “all”.',
        'The new deadline is missing. Enter one such as 2026-12-07 18:00.',
      ],
    ],
    [
      'a comma without quotes',
      'bob@school.example,layer-cache,2026-12-07 18:00,flu, then cold',
      [
        'The row has 5 cells, but the header has 4. Enclose cells that have a comma, semicolon or tab in quotes.',
      ],
    ],
    [
      'the same person and exercise again',
      'ADA@school.example,layer-cache,2026-12-09 18:00,',
      ['The deadline is already extended for “ada@school.example” on line 2. Delete one of the two rows.'],
    ],
    ['near miss: the same person and all exercises', 'ada@school.example,all,2026-12-09 18:00,', []],
    [
      'near miss: the longest reason',
      `bob@school.example,layer-cache,2026-12-07 18:00,${'r'.repeat(200)}`,
      [],
    ],
  ])('reports %s', (_name, row, messages) => {
    const { rows, errors } = readExtensions(first + row, zone);
    expect(errors).toEqual(messages.map((message) => ({ line: 3, message })));
    expect(rows.map(({ line }) => line)).toEqual(messages.length === 0 ? [2, 3] : [2]);
  });
});
