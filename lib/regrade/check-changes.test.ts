import type { CheckResult } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { checkChanges } from './check-changes.ts';

const check = (id: string, change: Partial<CheckResult> = {}): CheckResult => ({
  id,
  axis: 'security',
  status: 'fail',
  severity: 'error',
  points: 0,
  maxPoints: 10,
  required: false,
  line: 4,
  message: 'Runs as root.',
  why: '',
  evidence: [],
  also: [],
  ...change,
});
const root = check('root-user');

test.each<[string, CheckResult[], string[]]>([
  ['the points', [check('root-user', { points: 5 })], ['root-user']],
  ['the maximum', [check('root-user', { maxPoints: 5 })], ['root-user']],
  ['the status', [check('root-user', { status: 'warn' })], ['root-user']],
  ['whether it is required', [check('root-user', { required: true })], ['root-user']],
  ['the line', [check('root-user', { line: 5 })], ['root-user']],
  ['the message', [check('root-user', { message: 'Is root.' })], ['root-user']],
  ['a check more, in the order of the new result', [check('pip-pin'), root], ['pip-pin']],
  ['a check less', [], ['root-user']],
  ['near miss: nothing', [root], []],
  ['near miss: what is not shown', [check('root-user', { why: 'Because.', also: ['DL3002'] })], []],
])('a difference in %s', (_name, after, ids) => {
  expect(checkChanges([root], after).map(({ id }) => id)).toEqual(ids);
});

test('a check on one side only', () => {
  expect(checkChanges([root], [])[0]).toMatchObject({ before: { line: 4 }, after: undefined });
  expect(checkChanges([], [root])[0]).toMatchObject({ before: undefined, after: { line: 4 } });
});
