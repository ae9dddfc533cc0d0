import type { CheckResult } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { orderChecks } from './fix-order.ts';

const check = (id: string, status: CheckResult['status'], more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  axis: 'size',
  status,
  severity: 'warning',
  points: 0,
  maxPoints: 10,
  required: false,
  message: '',
  why: '',
  evidence: [],
  also: [],
  ...more,
});
const order = (...checks: CheckResult[]) => orderChecks({ checks }).toMend.map((c) => c.id);

test.each<[string, CheckResult[], string[]]>([
  [
    'what is required comes before what costs more',
    [check('costly', 'fail', { maxPoints: 50 }), check('required', 'fail', { required: true, maxPoints: 1 })],
    ['required', 'costly'],
  ],
  [
    'failures come before warnings',
    [check('warned', 'warn', { maxPoints: 50 }), check('failed', 'fail')],
    ['failed', 'warned'],
  ],
  [
    'near miss: a required check that only warned is a warning',
    [check('warned', 'warn', { required: true }), check('failed', 'fail')],
    ['failed', 'warned'],
  ],
  [
    'by points lost, not by points there were',
    [check('half', 'fail', { maxPoints: 20, points: 15 }), check('all', 'fail', { maxPoints: 10 })],
    ['all', 'half'],
  ],
  [
    'equal ones by line, those without a line last',
    [check('none', 'fail'), check('late', 'fail', { line: 9 }), check('early', 'fail', { line: 2 })],
    ['early', 'late', 'none'],
  ],
])('%s', (_name, checks, expected) => expect(order(...checks)).toEqual(expected));

test('passes and skipped ones are apart: skipped is never a pass', () => {
  const { toMend, passed, skipped } = orderChecks({ checks: [check('p', 'pass'), check('s', 'skipped')] });
  expect([toMend.length, passed.map((c) => c.id), skipped.map((c) => c.id)]).toEqual([0, ['p'], ['s']]);
});

test('a warning without points is a remark; a required check is never one', () => {
  const { toMend, remarks } = orderChecks({
    checks: [
      check('told', 'warn', { maxPoints: 0 }),
      check('costs', 'warn', { maxPoints: 1 }),
      check('must', 'fail', { maxPoints: 0, required: true }),
    ],
  });
  expect([toMend.map((c) => c.id), remarks.map((c) => c.id)]).toEqual([['must', 'costs'], ['told']]);
});

test('a remark of severity info is a suggestion; what costs points never is', () => {
  const { toMend, remarks, suggestions } = orderChecks({
    checks: [
      check('worth', 'warn', { maxPoints: 0, severity: 'info' }),
      check('costs', 'warn', { severity: 'info' }),
      check('told', 'warn', { maxPoints: 0 }),
    ],
  });
  expect([toMend, remarks, suggestions].map((list) => list.map((c) => c.id))).toEqual([
    ['costs'],
    ['told'],
    ['worth'],
  ]);
});

test('what the failure says is not said again; another message of the same check is', () => {
  const failure = { phase: 'cold-build', message: 'Line 7 ended with exit code 1.' } as const;
  const said = check('builds', 'fail', { message: failure.message });
  const { toMend } = orderChecks({
    checks: [said, { ...said, message: 'The base image has no fixed tag.' }],
    failure,
  });
  expect(toMend.map((c) => c.message)).toEqual(['The base image has no fixed tag.']);
});
