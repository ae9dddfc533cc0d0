import { describe, expect, test } from 'vitest';
import { readRoster, type RosterRow } from './roster.ts';

const ada: RosterRow = { line: 2, name: 'Ada Lovelace', email: 'ada@school.example', group: null };
const inGroup = { ...ada, group: 'Group A' };

describe('a roster', () => {
  test.each<[string, string, RosterRow]>([
    ['with two columns', 'Name,E-mail\nAda Lovelace,ada@school.example', ada],
    ['with a group', 'name;email;group\nAda Lovelace;ada@school.example;Group A', inGroup],
    ['in any order of columns', 'Group,EMAIL,Name\nGroup A,ada@school.example,Ada Lovelace', inGroup],
    ['with an address in upper case and spaces', 'Name,E-mail\n  Ada   Lovelace , Ada@School.example ', ada],
    ['with both parts of the name', 'First name,Last name,Email\nAda,Lovelace,ada@school.example', ada],
    [
      'with one of two parts',
      'First name,Last name,Email\n,Lovelace,ada@school.example',
      { ...ada, name: 'Lovelace' },
    ],
    [
      'with a name and its parts',
      'First name,Last name,Name,Email\nA.,L.,Ada Lovelace,ada@school.example',
      ada,
    ],
    ['with a column that is not needed', 'Name,E-mail,Phone\nAda Lovelace,ada@school.example,1', ada],
    ['with a cell missing at the end', 'Name,E-mail,Group\nAda Lovelace,ada@school.example', ada],
    ['with separators after the last column', 'Name,E-mail\nAda Lovelace,ada@school.example,,', ada],
    [
      'of Moodle',
      'First name,Last name,ID number,Email address,Groups\nAda,Lovelace,17,ada@school.example,Group A',
      inGroup,
    ],
    [
      'of an older Moodle',
      'First name\tSurname\tEmail address\tAssignment: Cache (Real)\nAda\tLovelace\tada@school.example\t93',
      ada,
    ],
    [
      'of Canvas',
      'Student,ID,SIS User ID,SIS Login ID,Section,Cache (12)\n"Lovelace, Ada",1,2,ada@school.example,Group A,9',
      inGroup,
    ],
    [
      'of Canvas, by first name',
      'Student,ID,SIS User ID,SIS Login ID,Section\nAda Lovelace,1,2,ada@school.example,Group A',
      inGroup,
    ],
    [
      'of GitHub Classroom',
      'identifier,github_username,github_id,name\n"ada@school.example","ada","1","Ada Lovelace"',
      ada,
    ],
    [
      'with an address as well as an identifier',
      'identifier,name,email\n17,Ada Lovelace,ada@school.example',
      ada,
    ],
    [
      'near miss: a comma in a name that is not from Canvas',
      'Name,E-mail\n"Lovelace, Ada",ada@school.example',
      { ...ada, name: 'Lovelace, Ada' },
    ],
  ])('%s', (_name, text, row) => expect(readRoster(text)).toEqual({ rows: [row], errors: [] }));

  test.each([
    'Full name,E-mail address,Group name',
    'Student name,e_mail,Groups',
    'Display name,E MAIL,Team',
    'NAME,eMail,group1',
  ])('with the header %s', (header) =>
    expect(readRoster(`${header}\nAda Lovelace,ada@school.example,Group A`).rows).toEqual([inGroup]),
  );

  test.each(['First name,Last name', 'Given name,Family name', 'forename,surname'])(
    'with the parts %s',
    (header) => expect(readRoster(`${header},E-mail\nAda,Lovelace,ada@school.example`).rows).toEqual([ada]),
  );

  test('of Canvas has rows that are not people', () =>
    expect(
      readRoster(
        [
          'Student,ID,SIS User ID,SIS Login ID,Section,Cache (12)',
          ',,,,,Manual Posting',
          '    Points Possible,,,,,10',
          '"Possible, Points",1,2,ada@school.example,Group A,9',
          '"Student, Test",3,,9f86d081884c7d65,Group A,',
        ].join('\r\n'),
      ),
    ).toEqual({ rows: [{ ...inGroup, line: 4, name: 'Points Possible' }], errors: [] }));

  test.each<[string, string, number, string]>([
    ['without a column for addresses', 'Name,Phone\nAda,1', 1, 'There is no column for e-mail addresses.'],
    [
      'without a header',
      '\nAda,ada@school.example\nBob,bob@school.example',
      2,
      'There is no column for e-mail',
    ],
    ['without a column for names', 'E-mail\nada@school.example', 1, 'There is no column for names.'],
    ['with half a name', 'First name,E-mail\nAda,ada@school.example', 1, 'There is no column for names.'],
    ['without people', 'Name,E-mail,Group\n,,Group A', 1, 'There are no people below this row.'],
    [
      'that cannot be read',
      'Name,E-mail\n"Ada,ada@school.example',
      2,
      'The quotes in this row are not paired.',
    ],
  ])('%s has no rows', (_name, text, line, message) =>
    expect(readRoster(text)).toEqual({
      rows: [],
      errors: [{ line, message: expect.stringContaining(message) as string }],
    }),
  );

  /** 254 characters. */
  const longest = `bob@${`${'b'.repeat(49)}.`.repeat(4)}${'b'.repeat(50)}`;
  const header = 'Name,E-mail,Group\nAda Lovelace,ada@school.example,\n';
  test.each<[string, string, string[]]>([
    ['no name', ',bob@school.example,', ['The name is missing. Enter it, or delete the row.']],
    ['no address', 'Bob,,', ['The e-mail address is missing. Enter it, or delete the row.']],
    [
      'no domain',
      'Bob,bob@school,',
      ['“bob@school” is not an e-mail address. Enter one such as ada@school.example.'],
    ],
    [
      'an address with a character that is not visible',
      'Bob,bob\u202e@school.example,',
      ['“bob‹U+202E›@school.example” is not an e-mail address. Enter one such as ada@school.example.'],
    ],
    [
      'the address of an earlier row',
      'Bob,ADA@school.example,',
      ['“ada@school.example” is already on line 2. Delete one of the two rows.'],
    ],
    [
      'a comma without quotes',
      'Babbage, Bob,bob@school.example,Group A',
      [
        'The row has 4 cells, but the header has 3. Enclose cells that have a comma, semicolon or tab in quotes.',
        '“Bob” is not an e-mail address. Enter one such as ada@school.example.',
      ],
    ],
    [
      'a long name and a long group',
      `${'n'.repeat(81)},bob@school.example,${'g'.repeat(81)}`,
      [
        'The name has 81 characters, and at most 80 are allowed. Shorten it.',
        'The group has 81 characters, and at most 80 are allowed. Shorten it.',
      ],
    ],
    [
      'a long address',
      `Bob,${longest}b,`,
      [`“${longest.slice(0, 60)}…” is not an e-mail address. Enter one such as ada@school.example.`],
    ],
    ['near miss: the longest address', `Bob,${longest},`, []],
    ['near miss: the longest name and group', `${'n'.repeat(80)},bob@school.example,${'g'.repeat(80)}`, []],
    ['near miss: a similar address', 'Bob,ada@school2.example,', []],
  ])('reports %s', (_name, row, messages) => {
    const { rows, errors } = readRoster(header + row);
    expect(errors).toEqual(messages.map((message) => ({ line: 3, message })));
    expect(rows.map(({ line }) => line)).toEqual(messages.length === 0 ? [2, 3] : [2]);
  });
});
