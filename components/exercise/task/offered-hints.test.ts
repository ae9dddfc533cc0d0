import type { CheckResult, Hint } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { offeredHints } from './offered-hints.ts';

const hints: Hint[] = [
  'general one',
  { failed: ['root-user'], text: 'user' },
  { failed: ['size-budget', 'toolchain-in-final'], text: 'size one' },
  { failed: ['size-budget'], text: 'size two' },
  'general two',
];
const general = ['general one', 'general two'];
const check = (
  id: string,
  status: CheckResult['status'],
  changed: Partial<CheckResult> = {},
): CheckResult => ({
  id,
  status,
  axis: 'size',
  severity: 'error',
  points: 0,
  maxPoints: 10,
  required: false,
  message: '',
  why: '',
  evidence: [],
  also: [],
  ...changed,
});

test.each<[name: string, checks: CheckResult[] | undefined, expected: string[]]>([
  ['before the first run', undefined, general],
  ['if everything passed', [check('root-user', 'pass'), check('size-budget', 'pass')], general],
  ['if nothing could be measured', [check('root-user', 'skipped')], general],
  [
    'for the check that failed, before the general hints',
    [check('root-user', 'fail'), check('size-budget', 'pass')],
    ['user', ...general],
  ],
  ['for a warning that costs points', [check('root-user', 'warn')], ['user', ...general]],
  ['near miss: a warning that costs none', [check('root-user', 'warn', { maxPoints: 0 })], general],
  [
    'for a build that failed, which is required and may give no points',
    [check('root-user', 'fail', { maxPoints: 0, required: true })],
    ['user', ...general],
  ],
  [
    'in the order of the verdict, not of the exercise',
    [check('size-budget', 'fail'), check('root-user', 'fail')],
    ['size one', 'size two', 'user', ...general],
  ],
  [
    'once if it applies to two of them',
    [check('toolchain-in-final', 'fail'), check('size-budget', 'fail')],
    ['size one', 'size two', ...general],
  ],
  ['near miss: a check without a hint', [check('apt-pin', 'fail')], general],
])('%s', (_name, checks, expected) => {
  expect(offeredHints(hints, checks && { checks }).map(({ text }) => text)).toEqual(expected);
});

test('a hint names the check that it is offered for, and the first to fix if there are several', () => {
  expect(
    offeredHints(hints, { checks: [check('toolchain-in-final', 'fail'), check('size-budget', 'fail')] })[0],
  ).toEqual({ text: 'size one', about: 'toolchain-in-final' });
});
