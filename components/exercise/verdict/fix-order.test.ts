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
const order = (...checks: CheckResult[]) => orderChecks({ checks }).fixes.map((c) => c.id);

test.each<[string, CheckResult[], string[]]>([
  [
    'required checks come before checks that cost more',
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
    'by points lost, not by maximum points',
    [check('half', 'fail', { maxPoints: 20, points: 15 }), check('all', 'fail', { maxPoints: 10 })],
    ['all', 'half'],
  ],
  [
    'ties by line, checks without a line last',
    [check('none', 'fail'), check('late', 'fail', { line: 9 }), check('early', 'fail', { line: 2 })],
    ['early', 'late', 'none'],
  ],
])('%s', (_name, checks, expected) => expect(order(...checks)).toEqual(expected));

test('passed and skipped checks are separate: skipped is never passed', () => {
  const { fixes, passed, skipped } = orderChecks({ checks: [check('p', 'pass'), check('s', 'skipped')] });
  expect([fixes.length, passed.map((c) => c.id), skipped.map((c) => c.id)]).toEqual([0, ['p'], ['s']]);
});

test('a warning without points is unscored; a required check never is', () => {
  const { fixes, unscored } = orderChecks({
    checks: [
      check('unscored', 'warn', { maxPoints: 0 }),
      check('costs', 'warn', { maxPoints: 1 }),
      check('must', 'fail', { maxPoints: 0, required: true }),
    ],
  });
  expect([fixes.map((c) => c.id), unscored.map((c) => c.id)]).toEqual([['must', 'costs'], ['unscored']]);
});

test('an unscored finding of severity info is a suggestion; one that costs points never is', () => {
  const { fixes, unscored, suggestions } = orderChecks({
    checks: [
      check('worth', 'warn', { maxPoints: 0, severity: 'info' }),
      check('costs', 'warn', { severity: 'info' }),
      check('unscored', 'warn', { maxPoints: 0 }),
    ],
  });
  expect([fixes, unscored, suggestions].map((list) => list.map((c) => c.id))).toEqual([
    ['costs'],
    ['unscored'],
    ['worth'],
  ]);
});

test('an unscored finding of a check that is taught later is kept for later, unless it is an error', () => {
  const open = [
    check('taught', 'warn', { maxPoints: 0 }),
    check('later', 'warn', { maxPoints: 0 }),
    check('later-suggestion', 'warn', { maxPoints: 0, severity: 'info' }),
    check('broken', 'fail', { maxPoints: 0, severity: 'error' }),
    check('scored', 'fail'),
  ];
  const { fixes, unscored, suggestions, later } = orderChecks({ checks: open }, [
    'later',
    'later-suggestion',
    'broken',
    'scored',
  ]);
  expect([fixes, unscored, suggestions, later].map((list) => list.map((c) => c.id))).toEqual([
    ['scored'],
    ['broken', 'taught'],
    [],
    ['later', 'later-suggestion'],
  ]);
});

test('the message of the failure is not repeated; a different message of the same check is kept', () => {
  const failure = { phase: 'cold-build', message: 'Line 7 ended with exit code 1.' } as const;
  const repeated = check('builds', 'fail', { message: failure.message });
  const { fixes } = orderChecks({
    checks: [repeated, { ...repeated, message: 'The base image has no fixed tag.' }],
    failure,
  });
  expect(fixes.map((c) => c.message)).toEqual(['The base image has no fixed tag.']);
});
