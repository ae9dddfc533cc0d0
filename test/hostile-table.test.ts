import { expect, test } from 'vitest';
import { hostileTable, type HostileReport } from './hostile-table.ts';

const figures = {
  number: '7',
  name: 'one | line',
  outcome: 'graded: Builds.',
  seconds: 3.21,
  canaryRatio: 1.234,
  canaryBuilds: 9,
  submissions: 4,
  slowestSubmissionMs: 1_490,
  loopHeldMs: 21.3,
  rssGrowthMb: 4.6,
  engine: '26.1.5',
};
const report = (
  ...assertionResults: HostileReport['testResults'][number]['assertionResults']
): HostileReport => ({ testResults: [{ assertionResults }] });

test('one row a case, in the order of their numbers, with the machine above', () => {
  const page = hostileTable(
    report(
      { status: 'passed', title: 'a', meta: { hostile: { ...figures, number: '12' } } },
      { status: 'passed', title: 'b', meta: { hostile: figures } },
    ),
    'two cores',
  );
  expect(page).toContain('two cores, engine 26.1.5 in the sandboxes');
  expect(page).toContain('| 7 | one \\| line | graded: Builds. | 3.2 | 1.2 | 4, 1.5 | 21 | 5 |');
  expect(page.indexOf('| 7 |')).toBeLessThan(page.indexOf('| 12 |'));
  expect(page).toContain('2 attacks, 2 ended as wanted.');
});

test('a case that did not hold says so, also one that never got to its figures', () => {
  const page = hostileTable(
    report(
      { status: 'failed', title: 'case 3: x', meta: {} },
      { status: 'failed', title: 'b', meta: { hostile: figures } },
    ),
    'm',
  );
  expect(page).toContain('**does not hold** graded: Builds.');
  expect(page).toContain('| case 3: x | **does not hold** |');
  expect(page).toContain('2 attacks, 0 ended as wanted.');
});

test('a canary that was slowed down more than twice is named', () => {
  expect(
    hostileTable(
      report({ status: 'passed', title: 'a', meta: { hostile: { ...figures, canaryRatio: 2.04 } } }),
      'm',
    ),
  ).toContain('| **2.0** |');
  expect(
    hostileTable(
      report({ status: 'passed', title: 'a', meta: { hostile: { ...figures, canaryRatio: 2 } } }),
      'm',
    ),
  ).toContain('| 2.0 |');
});

test('words of an attacker stay words of a table', () => {
  expect(
    hostileTable(
      report({
        status: 'passed',
        title: 'a',
        meta: { hostile: { ...figures, outcome: 'x\n<b>\u001B[31m\u202E|`' } },
      }),
      'm',
    ),
  ).toContain('x &lt;b&gt;[31m\\|');
});
