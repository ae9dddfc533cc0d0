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

test('one row per case, in the order of their numbers, with the machine above', () => {
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
  expect(page).toContain('2 attacks, 2 ended as expected.');
});

test('a failed case is marked, even if it has no measurements', () => {
  const page = hostileTable(
    report(
      { status: 'failed', title: 'case 3: x', meta: {} },
      { status: 'failed', title: 'b', meta: { hostile: figures } },
    ),
    'm',
  );
  expect(page).toContain('**failed** graded: Builds.');
  expect(page).toContain('| case 3: x | **failed** |');
  expect(page).toContain('2 attacks, 0 ended as expected.');
});

test('a canary that was more than twice as slow is bold', () => {
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

test('text of an attacker stays text in the table', () => {
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

test('attacks at a prompt have a table of their own', () => {
  const terminal = {
    number: '84',
    name: 'a fork bomb | in a shell',
    holds: 'it is stopped',
    figures: '2 s',
    endSeconds: 1.26,
    grownMb: 3.4,
  };
  const page = hostileTable(
    report(
      { status: 'passed', title: 'a', meta: { hostile: figures } },
      { status: 'passed', title: 'b', meta: { hostileTerminal: terminal } },
      { status: 'failed', title: 'c', meta: { hostileTerminal: { ...terminal, number: '79' } } },
    ),
    'two cores',
  );
  expect(page).toContain('3 attacks, 2 ended as expected.');
  const [above, below] = page.split('## At a prompt');
  expect(above).not.toContain('fork bomb');
  expect(below!.split('\n').filter((line) => /^\| \d/.test(line))).toEqual([
    '| 79 | a fork bomb \\| in a shell | **failed** it is stopped | 2 s | 1.3 | 3 |',
    '| 84 | a fork bomb \\| in a shell | it is stopped | 2 s | 1.3 | 3 |',
  ]);
});
