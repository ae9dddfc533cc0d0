import type { CheckResult } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { failureHeadline, headline, reachIn, reachOf } from './headline.ts';

const check = (status: CheckResult['status'], maxPoints: number): CheckResult => ({
  id: 'size-budget',
  axis: 'size',
  status,
  severity: 'warning',
  points: 0,
  maxPoints,
  required: false,
  message: 'The image is 3 GB. Its budget is 1 GB.',
  why: '',
  evidence: [],
  also: [],
});

test.each([
  ['all pass', [check('pass', 5)], true, 'Builds. All checks passed.'],
  [
    'a warning without points is a remark',
    [check('pass', 5), check('warn', 0)],
    true,
    'Builds. All graded checks passed, with one remark.',
  ],
  [
    'two remarks',
    [check('warn', 0), check('warn', 0)],
    true,
    'Builds. All graded checks passed, with 2 remarks.',
  ],
  [
    'a suggestion is not counted',
    [check('pass', 5), { ...check('warn', 0), severity: 'info' }],
    true,
    'Builds. All checks passed.',
  ],
  [
    'near miss: a warning that costs points has to be fixed',
    [check('warn', 5)],
    true,
    'Builds. Passed; still to fix: the image is 3 GB.',
  ],
  ['a failure comes first', [check('fail', 5), check('warn', 0)], false, 'Builds. The image is 3 GB.'],
  [
    'with its line',
    [{ ...check('fail', 5), line: 2, path: 'Dockerfile' }],
    false,
    'Builds. The image is 3 GB: line 2.',
  ],
  [
    'in a file other than the Dockerfile',
    [{ ...check('fail', 5), line: 2, path: 'requirements.txt' }],
    false,
    'Builds. The image is 3 GB: requirements.txt, line 2.',
  ],
  [
    'with its line, although the sentence names another one',
    [{ ...check('fail', 5), line: 4, message: 'The install on line 7 runs again.' }],
    false,
    'Builds. The install on line 7 runs again: line 4.',
  ],
  [
    'a first word in capitals stays as it is',
    [{ ...check('warn', 5), message: 'USER is root.' }],
    true,
    'Builds. Passed; still to fix: USER is root.',
  ],
  [
    'near miss: a first word of one capital',
    [{ ...check('warn', 5), message: 'A cache is kept.' }],
    true,
    'Builds. Passed; still to fix: a cache is kept.',
  ],
  [
    'a check that a simulated GPU cannot decide',
    [check('pass', 5), { ...check('skipped', 5), required: true, simulated: true }],
    true,
    'Builds. All checks that need no GPU passed.',
  ],
  [
    'not passed, although nothing failed',
    [check('skipped', 5)],
    false,
    'Builds. Some checks could not be measured.',
  ],
] as const)('%s', (_, results, passed, expected) => {
  expect(headline('Builds.', results, passed)).toBe(expected);
});

test.each([
  ['a job that succeeded', [true, true], 'Builds, runs and exits. All checks passed.'],
  ['near miss: it failed once', [true, false], 'Builds, but does not complete its task. All checks passed.'],
])('%s', (_, outcomes, expected) => {
  const job = outcomes.map((ok) => ({
    start: { name: 'trains', env: {} },
    ok,
    ms: 1,
    exitCode: 0,
    message: '',
  }));
  expect(headline(reachOf({ job }), [check('pass', 5)], true)).toBe(expected);
});

test('a failure names its line once', () => {
  const failure = { phase: 'cold-build', line: 4, message: 'Line 4: make ended with exit code 2.' } as const;
  expect(failureHeadline('build-failed', failure)).toBe(
    'Does not build. Line 4: make ended with exit code 2.',
  );
});

test.each([
  ['Builds. All checks passed.', 'Builds.'],
  [
    'Builds and starts, but does not respond correctly. A probe failed.',
    'Builds and starts, but does not respond correctly.',
  ],
  ['Builds and starts. Passed; still to fix: a cache is kept.', 'Builds and starts.'],
  ['near miss, of an older version: Builds, starts and answers. Fine.', undefined],
  ['Does not build. Line 3 fails.', undefined],
])('how far the image got is read from %j', (text, reach) => {
  expect(reachIn(text)).toBe(reach);
});
