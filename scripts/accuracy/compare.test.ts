import type { Check } from '@dfm/grading';
import { describe, expect, test } from 'vitest';
import type { Counterpart, FindingCase } from '../../packages/grading/cases/finding-case.ts';
import { compareCheck } from './compare.ts';
import { caseKey, type CounterpartRecord } from './record.ts';

const versions = { hadolint: '1', buildkit: '1', trivy: '1', checkov: '1', kics: '1' };
const rules = { hadolint: ['DL1001', 'DL1002'], buildkit: [], trivy: [], checkov: [], kics: [] };
const silent: Record<Counterpart, string[]> = { hadolint: [], buildkit: [], trivy: [], checkov: [], kics: [] };

function checkWith(...also: string[]): Check {
  return { meta: { id: 'planted', also } as unknown as Check['meta'] };
}

/** Enough cases to be compared: ten that fire on line 2, ten near misses. */
const many: FindingCase[] = Array.from({ length: 20 }, (_, index) => ({ name: `case ${index}`, dockerfile: `FROM a\nRUN ${index}`, lines: index < 10 ? [2] : [] }));

/** What the tools said: of a case that fires DL1 on line 2, unless told otherwise. */
function recordOf(cases: FindingCase[], said: (row: FindingCase) => Partial<typeof silent> = ({ lines }) => ({ hadolint: lines.length > 0 ? ['DL1001:2'] : [] })): CounterpartRecord {
  return { versions, rules, cases: Object.fromEntries(cases.map((row) => [caseKey(row), { ...silent, ...said(row) }])) };
}

function withFirst(change: Partial<FindingCase>): FindingCase[] {
  return many.map((row, index) => (index === 0 ? { ...row, ...change } : row));
}

test('counts what agrees, and where both fire the instructions that are meant', () => {
  const { tools, differences, problems } = compareCheck(checkWith('DL1001'), many, recordOf(many));
  expect(tools).toEqual([{ tool: 'hadolint', read: 20, agree: 20, bothFire: 10, samePlaces: 10, silentRules: [] }]);
  expect(differences).toEqual([]);
  expect(problems).toEqual([]);
});

test('asks only the rules that stand for the check', () => {
  const said = recordOf(many, () => ({ hadolint: ['DL1002:2'], kics: ['kics:other:1'] }));
  const { tools } = compareCheck(checkWith('DL1001', 'CIS-DI-0001', 'Trivy secret'), many, said);
  expect(tools).toEqual([{ tool: 'hadolint', read: 20, agree: 10, bothFire: 0, samePlaces: 0, silentRules: ['DL1001'] }]);
});

test('one of several rules is enough', () => {
  const said = recordOf(many, ({ lines }) => ({ hadolint: lines.length > 0 ? ['DL1002:2'] : [] }));
  expect(compareCheck(checkWith('DL1001', 'DL1002'), many, said).tools[0]).toMatchObject({ agree: 20, silentRules: ['DL1001'] });
});

test('what is outside the rules of a tool is not among the cases it read', () => {
  const rows = withFirst({ outside: ['hadolint'] });
  const said = recordOf(rows, (row) => ({ hadolint: row.lines.length > 0 && row !== rows[0] ? ['DL1001:2'] : [] }));
  expect(compareCheck(checkWith('DL1001'), rows, said).tools[0]).toMatchObject({ read: 19, agree: 19, bothFire: 9 });
});

test('a line of the same instruction is the same place, another instruction is not', () => {
  const rows = withFirst({ dockerfile: 'FROM a\nRUN x \\\n  && y\nRUN z', lines: [3] });
  const at = (line: number) => compareCheck(checkWith('DL1001'), rows, recordOf(rows, (row) => ({ hadolint: row === rows[0] ? [`DL1001:${line}`] : row.lines.length > 0 ? ['DL1001:2'] : [] }))).tools[0];
  expect(at(2)).toMatchObject({ bothFire: 10, samePlaces: 10 });
  expect(at(4)).toMatchObject({ bothFire: 10, samePlaces: 9 });
  expect(at(0)).toMatchObject({ agree: 20, bothFire: 9, samePlaces: 9 });
});

describe('problems', () => {
  const fires = (rows: FindingCase[], of: (row: FindingCase) => boolean) => recordOf(rows, (row) => ({ hadolint: of(row) ? ['DL1001:2'] : [] }));
  const firesAsWe = ({ lines }: FindingCase) => lines.length > 0;

  test.each<{ name: string; rows: FindingCase[]; record: (rows: FindingCase[]) => CounterpartRecord; also?: string[]; problems: string[] }>([
    { name: 'a miss of the tool without a reason', rows: many, record: (rows) => fires(rows, (row) => firesAsWe(row) && row !== rows[0]), problems: ['“case 0”: hadolint is silent, and no reason is given'] },
    { name: 'an alarm of the tool without a reason', rows: many, record: (rows) => fires(rows, (row) => firesAsWe(row) || row === rows[19]), problems: ['“case 19”: hadolint fires, and no reason is given'] },
    { name: 'the same with a reason', rows: withFirst({ differs: { hadolint: 'so' } }), record: (rows) => fires(rows, (row) => firesAsWe(row) && row !== rows[0]), problems: [] },
    { name: 'a reason where the tool agrees', rows: withFirst({ differs: { hadolint: 'so' } }), record: (rows) => fires(rows, firesAsWe), problems: ['“case 0” gives a reason for hadolint, which agrees'] },
    { name: 'a reason for a tool without a rule', rows: withFirst({ differs: { kics: 'so' } }), record: (rows) => fires(rows, firesAsWe), problems: ['“case 0” names kics, which has no rule for this check'] },
    { name: 'a case outside the rules of a tool without one', rows: withFirst({ outside: ['kics'] }), record: (rows) => fires(rows, firesAsWe), problems: ['“case 0” names kics, which has no rule for this check'] },
    { name: 'a case outside the rules of a tool that is silent is not compared', rows: withFirst({ outside: ['hadolint'] }), record: (rows) => fires(rows, (row) => firesAsWe(row) && row !== rows[0]), problems: [] },
    { name: 'one said to be outside on which the tool fires', rows: withFirst({ outside: ['hadolint'] }), record: (rows) => fires(rows, firesAsWe), problems: ['“case 0” is said to be outside the rules of hadolint, which fires'] },
    { name: 'outside and a reason', rows: withFirst({ outside: ['hadolint'], differs: { hadolint: 'so' } }), record: (rows) => fires(rows, (row) => firesAsWe(row) && row !== rows[0]), problems: ['“case 0” gives a reason for hadolint, outside of whose rules it is said to be'] },
    { name: 'a case that the tool cannot read is not held against it', rows: many, record: (rows) => recordOf(rows, (row) => ({ hadolint: row === rows[0] ? ['unread:0'] : firesAsWe(row) ? ['DL1001:2'] : [] })), problems: [] },
    { name: 'one that it gave up on after the rule fired is', rows: many, record: (rows) => recordOf(rows, (row) => ({ hadolint: row === rows[19] ? ['DL1001:2', 'unread:0'] : firesAsWe(row) ? ['DL1001:2'] : [] })), problems: ['“case 19”: hadolint fires, and no reason is given'] },
    { name: 'a reason for one that it cannot read', rows: withFirst({ differs: { hadolint: 'so' } }), record: (rows) => recordOf(rows, (row) => ({ hadolint: row === rows[0] ? ['unread:0'] : firesAsWe(row) ? ['DL1001:2'] : [] })), problems: ['“case 0” gives a reason for hadolint, which cannot read that case'] },
    { name: 'a case that is not recorded', rows: many, record: (rows) => fires(rows.slice(1), firesAsWe), problems: ['“case 0” is not recorded'] },
    { name: 'too few cases', rows: many.slice(1), record: (rows) => fires(rows, firesAsWe), problems: ['has 19 cases, wanted 20'] },
    { name: 'too few near misses', rows: [...many.slice(0, 19), { ...many[0]!, dockerfile: 'FROM a\nRUN more' }], record: (rows) => fires(rows, firesAsWe), problems: ['has 9 near misses, wanted 10'] },
    { name: 'too few that fire', rows: many.map((row, index) => (index < 6 ? { ...row, lines: [] } : row)), record: (rows) => fires(rows, firesAsWe), problems: ['fires in 4 cases, wanted 5'] },
    { name: 'a rule that there is not', rows: many, record: (rows) => fires(rows, firesAsWe), also: ['DL1001', 'DL1003'], problems: ['names DL1003, which hadolint does not have'] },
    { name: 'nothing of this without a counterpart', rows: many.slice(18), record: () => recordOf([]), also: ['dive'], problems: [] },
  ])('$name', ({ rows, record, also = ['DL1001'], problems }) => {
    expect(compareCheck(checkWith(...also), rows, record(rows)).problems).toEqual(problems);
  });
});

test('what the tools see of a case makes its key: another .dockerignore is another case', () => {
  const context = { files: [], totalBytesBefore: 0, dockerignore: 'x' };
  const row = { ...many[0]!, context };
  expect(caseKey(row)).toMatch(/^[0-9a-f]{16}$/u);
  expect(new Set([row, many[0]!, { ...row, context: { ...context, dockerignore: 'y' } }, { ...row, dockerfile: 'FROM b' }].map(caseKey)).size).toBe(4);
  expect(caseKey({ ...row, name: 'another name', lines: [] })).toBe(caseKey(row));
});
