import type { Check } from '@dfm/grading';
import { describe, expect, test } from 'vitest';
import type { Counterpart, FindingCase } from '../../packages/grading/src/check/finding-case.ts';
import { compareCheck } from './compare.ts';
import { caseKey, type CounterpartRecord } from './record.ts';

const versions = { hadolint: '1', buildkit: '1', trivy: '1', checkov: '1', kics: '1' };
const rules = { hadolint: ['DL1001', 'DL1002'], buildkit: [], trivy: [], checkov: [], kics: [] };
const silent: Record<Counterpart, string[]> = {
  hadolint: [],
  buildkit: [],
  trivy: [],
  checkov: [],
  kics: [],
};

/** Reports every RUN that contains rule names, and lists those rules as equivalent. */
function checkWith(...also: string[]): Check {
  return {
    meta: { id: 'planted', also } as unknown as Check['meta'],
    findings: ({ dockerfile }) =>
      dockerfile.instructions.flatMap(({ keyword, args, startLine, endLine }) => {
        const named = args.match(/DL\d{4}/gu);
        return keyword !== 'RUN' || named === null
          ? []
          : [
              {
                path: 'Dockerfile',
                line: startLine,
                endLine,
                column: 1,
                endColumn: 2,
                message: '',
                also: [...named],
              },
            ];
      }),
  };
}

/** Enough cases for a comparison: ten with a finding on line 2 that names DL1001, ten near misses. */
const many: FindingCase[] = Array.from({ length: 20 }, (_, index) =>
  index < 10
    ? { name: `case ${index}`, dockerfile: `FROM a\nRUN DL1001 ${index}`, lines: [2] }
    : { name: `case ${index}`, dockerfile: `FROM a\nRUN ${index}`, lines: [] },
);

/** What the tools reported: by default DL1001 on line 2 wherever we report it. */
function recordOf(
  cases: FindingCase[],
  reported: (row: FindingCase) => string[] = ({ lines }) => (lines.length > 0 ? ['DL1001:2'] : []),
): CounterpartRecord {
  return {
    versions,
    rules,
    cases: Object.fromEntries(cases.map((row) => [caseKey(row), { ...silent, hadolint: reported(row) }])),
  };
}

function withFirst(change: Partial<FindingCase>): FindingCase[] {
  return many.map((row, index) => (index === 0 ? { ...row, ...change } : row));
}

/** The tools agree with us on every row except one. */
function exceptAt(rows: FindingCase[], index: number, reported: string[]): CounterpartRecord {
  return recordOf(rows, (row) => (row === rows[index] ? reported : row.lines.length > 0 ? ['DL1001:2'] : []));
}

test('counts the cases and the rules that agree, and those on the same instruction', () => {
  const { tools, differences, problems } = compareCheck(checkWith('DL1001'), many, recordOf(many));
  expect(tools).toEqual([
    {
      tool: 'hadolint',
      read: 20,
      agree: 20,
      rules: { named: 10, reported: 10, both: 10 },
      rulesWhereBothReport: { named: 10, reported: 10, both: 10 },
      withLines: 10,
      samePlaces: 10,
    },
  ]);
  expect(differences).toEqual([]);
  expect(problems).toEqual([]);
});

test('compares only the tools that can be run, and only the rules that the check names', () => {
  const record = recordOf(many, ({ lines }) => [...(lines.length > 0 ? ['DL1001:2'] : []), 'DL1002:1']);
  expect(compareCheck(checkWith('DL1001', 'CIS-DI-0001', 'Trivy secret'), many, record).tools).toMatchObject([
    { tool: 'hadolint', agree: 20 },
  ]);
});

test('a rule that no finding names does not count as agreeing because another rule of the check does', () => {
  const rows = [
    ...many.slice(0, 9),
    { name: 'the other', dockerfile: 'FROM a\nRUN DL1002', lines: [2] },
    ...many.slice(10),
  ];
  const { tools, differences, problems } = compareCheck(
    checkWith('DL1001', 'DL1002'),
    rows,
    exceptAt(rows, 9, ['DL1001:2']),
  );
  expect(tools).toMatchObject([{ agree: 19, rules: { named: 10, reported: 10, both: 9 } }]);
  expect(differences).toMatchObject([{ row: { name: 'the other' }, kind: 'different', reason: undefined }]);
  expect(problems).toEqual([
    '“the other”: a finding names DL1002, hadolint does not report it, and no reason is given',
    '“the other”: hadolint reports DL1001, no finding names it, and no reason is given',
    'names DL1002, which hadolint reports in none of its cases',
  ]);
});

test('each finding names its own rules: a rule of one finding is not expected of another', () => {
  const rows = withFirst({ dockerfile: 'FROM a\nRUN DL1001\nRUN DL1002', lines: [2, 3] });
  expect(
    compareCheck(checkWith('DL1001', 'DL1002'), rows, exceptAt(rows, 0, ['DL1001:2', 'DL1002:3'])).tools,
  ).toMatchObject([{ agree: 20, rules: { named: 11, both: 11 }, samePlaces: 11 }]);
  expect(
    compareCheck(checkWith('DL1001', 'DL1002'), rows, exceptAt(rows, 0, ['DL1001:3', 'DL1002:2'])).tools,
  ).toMatchObject([{ agree: 20, withLines: 11, samePlaces: 9 }]);
});

test('a line of the same instruction is the same place, another instruction is not', () => {
  const rows = withFirst({ dockerfile: 'FROM a\nRUN DL1001 \\\n  && y\nRUN z' });
  const at = (line: number) =>
    compareCheck(checkWith('DL1001'), rows, exceptAt(rows, 0, [`DL1001:${line}`])).tools[0];
  expect(at(3)).toMatchObject({ withLines: 10, samePlaces: 10 });
  expect(at(4)).toMatchObject({ withLines: 10, samePlaces: 9 });
  expect(at(0)).toMatchObject({ agree: 20, withLines: 9, samePlaces: 9 });
});

test('a case that only one side reports is not counted where both report', () => {
  const rows = many.map((row, index) =>
    index === 0 || index === 19 ? { ...row, differs: { hadolint: 'so' } } : row,
  );
  const record = recordOf(rows, (row) =>
    row === rows[19] || (row.lines.length > 0 && row !== rows[0]) ? ['DL1001:2'] : [],
  );
  expect(compareCheck(checkWith('DL1001'), rows, record).tools).toMatchObject([
    { rules: { named: 10, reported: 10, both: 9 }, rulesWhereBothReport: { named: 9, reported: 9, both: 9 } },
  ]);
});

describe('problems', () => {
  const so = { differs: { hadolint: 'so' } };
  const missing = '“case 0”: a finding names DL1001, hadolint does not report it, and no reason is given';
  const additional = '“case 19”: hadolint reports DL1001, no finding names it, and no reason is given';

  test.each<{
    name: string;
    rows: FindingCase[];
    record?: (rows: FindingCase[]) => CounterpartRecord;
    also?: string[];
    problems: string[];
  }>([
    {
      name: 'a rule that the tool does not report, with no reason given',
      rows: many,
      record: (rows) => exceptAt(rows, 0, []),
      problems: [missing],
    },
    {
      name: 'a rule that no finding names, with no reason given',
      rows: many,
      record: (rows) => exceptAt(rows, 19, ['DL1001:2']),
      problems: [additional],
    },
    {
      name: 'a rule that the tool does not report, with a reason',
      rows: withFirst(so),
      record: (rows) => exceptAt(rows, 0, []),
      problems: [],
    },
    {
      name: 'a reason where the tool agrees',
      rows: withFirst(so),
      problems: ['“case 0” gives a reason for hadolint, which agrees'],
    },
    {
      name: 'a reason for a tool without a rule',
      rows: withFirst({ differs: { kics: 'so' } }),
      problems: ['“case 0” names kics, which has no rule for this check'],
    },
    {
      name: 'a case that the tool cannot read is not counted against it',
      rows: many,
      record: (rows) => exceptAt(rows, 0, ['unread:0']),
      problems: [],
    },
    {
      name: 'a finding reported before the tool gave up is counted',
      rows: many,
      record: (rows) => exceptAt(rows, 19, ['DL1001:2', 'unread:0']),
      problems: [additional],
    },
    {
      name: 'a reason for a case that the tool cannot read',
      rows: withFirst(so),
      record: (rows) => exceptAt(rows, 0, ['unread:0']),
      problems: ['“case 0” gives a reason for hadolint, which cannot read that case'],
    },
    {
      name: 'a case that is not recorded',
      rows: many,
      record: (rows) => recordOf(rows.slice(1)),
      problems: ['“case 0” is not recorded'],
    },
    { name: 'too few cases', rows: many.slice(1), problems: ['has 19 cases, needs 20'] },
    {
      name: 'too few near misses',
      rows: [...many.slice(0, 19), { ...many[0]!, dockerfile: 'FROM a\nRUN DL1001 more' }],
      problems: ['has 9 near misses, needs 10'],
    },
    {
      name: 'too few cases with a finding',
      rows: many.map((row, index) =>
        index < 6 ? { ...row, dockerfile: `FROM a\nRUN ${index}`, lines: [] } : row,
      ),
      problems: ['fires in 4 cases, needs 5'],
    },
    {
      name: 'a rule that does not exist',
      rows: withFirst({ dockerfile: 'FROM a\nRUN DL1001 DL1003' }),
      record: (rows) => exceptAt(rows, 0, ['DL1001:2', 'DL1003:2']),
      also: ['DL1001', 'DL1003'],
      problems: ['names DL1003, which hadolint does not have'],
    },
    {
      name: 'a rule that no case covers',
      rows: many,
      also: ['DL1001', 'DL1002'],
      problems: [
        'names DL1002, which hadolint reports in none of its cases',
        'names DL1002 in none of its cases',
      ],
    },
    {
      name: 'no problems for a check without a counterpart',
      rows: [{ name: 'the only case', dockerfile: 'FROM a\nRUN x', lines: [] }],
      also: [],
      problems: [],
    },
  ])('$name', ({ rows, record = recordOf, also = ['DL1001'], problems }) => {
    expect(compareCheck(checkWith(...also), rows, record(rows)).problems).toEqual(problems);
  });
});

test('the key covers what the tools see of a case: a different .dockerignore is a different case', () => {
  const context = { files: [], totalBytesBefore: 0, dockerignore: 'x' };
  const row = { ...many[0]!, context };
  expect(caseKey(row)).toMatch(/^[0-9a-f]{16}$/u);
  expect(
    new Set(
      [
        row,
        many[0]!,
        { ...row, context: { ...context, dockerignore: 'y' } },
        { ...row, dockerfile: 'FROM b' },
      ].map(caseKey),
    ).size,
  ).toBe(4);
  expect(caseKey({ ...row, name: 'a different name', lines: [] })).toBe(caseKey(row));
});
