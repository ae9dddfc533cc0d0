import { expect, test } from 'vitest';
import { failure, playwrightTally } from './test-report.ts';

test.each([
  ['only its first line', 'Error: no answer\n    at fetch (a.ts:1)', 'Error: no answer'],
  [
    'what was expected and what came instead',
    '\u001b[2mexpect(\u001b[22mreceived) // too wide\n\nExpected: <= 360\nReceived:    412\n\n    at b.ts:2',
    'expect(received) // too wide; Expected: <= 360; Received:    412',
  ],
  [
    'what Playwright waited for',
    "Error: expect(locator).toBeVisible() failed\n\nLocator: getByText('Passed')\nExpected: visible\nTimeout: 30000ms\n\nCall log:\n  - Expect it",
    "Error: expect(locator).toBeVisible() failed; Locator: getByText('Passed'); Expected: visible",
  ],
  ['near miss: text that only begins alike', 'Error: no\nExpectedly: no', 'Error: no'],
])('a failure is reported with %s', (_name, message, line) => {
  expect(failure('a.spec.ts › test', message)).toBe(`a.spec.ts › test: ${line}`);
});

test('of Playwright, what failed is reported with its place, and nothing else', () => {
  const spec = (title: string, ok: boolean, error?: object) => ({
    title,
    file: 'a.spec.ts',
    ok,
    tests: [{ results: [{ error }] }],
  });
  const specs = [
    spec('works', true),
    spec('fails', false, { message: 'Error: no', location: { file: '/e2e/a.spec.ts', line: 7 } }),
    spec('is skipped', false),
  ];
  expect(
    playwrightTally({
      stats: { expected: 1, unexpected: 1, flaky: 0, skipped: 1 },
      suites: [{ suites: [{ specs }] }],
    }),
  ).toEqual({
    passed: 1,
    failed: 2,
    failures: ['a.spec.ts › fails (a.spec.ts:7): Error: no', 'a.spec.ts › is skipped: was not run'],
  });
});
