import { expect, test } from 'vitest';
import type { CheckAgreement } from './compare.ts';
import { resultsPage } from './results-page.ts';

const versions = { hadolint: '2.15.1', buildkit: '0.34.1', trivy: 'checks 1', checkov: '3', kics: '2' };
const row = (name: string, lines: number[], dockerfile = 'FROM a\nRUN b') => ({ name, lines, dockerfile });
const short = row('a short one', [2]);
const planted: CheckAgreement = {
  id: 'planted',
  cases: 20,
  positives: 8,
  tools: [
    {
      tool: 'hadolint',
      read: 19,
      agree: 16,
      rules: { named: 8, reported: 10, both: 6 },
      rulesWhereBothReport: { named: 6, reported: 7, both: 6 },
      withLines: 7,
      samePlaces: 6,
    },
    {
      tool: 'kics',
      read: 20,
      agree: 19,
      rules: { named: 2, reported: 1, both: 1 },
      rulesWhereBothReport: { named: 2, reported: 1, both: 1 },
      withLines: 0,
      samePlaces: 0,
    },
  ],
  differences: [
    {
      tool: 'hadolint',
      row: row('a long one', [2], 'FROM a\nRUN long && long'),
      kind: 'missing',
      reason: 'does not look inside',
    },
    { tool: 'hadolint', row: short, kind: 'missing', reason: 'does not look inside' },
    { tool: 'kics', row: short, kind: 'missing', reason: 'does not look inside' },
    {
      tool: 'hadolint',
      row: row('ticks', [], 'FROM a\nRUN ```x```'),
      kind: 'additional',
      reason: 'looks at everything.',
    },
    {
      tool: 'kics',
      row: row('two kinds', [2], 'FROM a\nRUN c'),
      kind: 'different',
      reason: 'takes one for the other',
    },
  ],
  problems: [],
};
const alone: CheckAgreement = {
  id: 'alone',
  cases: 3,
  positives: 1,
  tools: [],
  differences: [],
  problems: [],
};
const page = resultsPage([alone, planted], versions, {
  hadolint: ['DL1', 'DL2'],
  buildkit: [],
  trivy: [],
  checkov: [],
  kics: ['kics:x'],
});

test('a row for each check that has a counterpart, empty where a tool has none', () => {
  expect(page).toContain('| `planted` | 20 | 12 | 16/19 (6/7) |  |  |  | 19/20 |\n');
  expect(page).not.toContain('| `alone` |');
  expect(page).toContain('No rule of these tools corresponds to `alone`.');
});

test('adds up the rules by tool and in total', () => {
  expect(page).toContain(
    '| hadolint | 1.000 (6/6) | 0.857 (6/7) | 0.750 (6/8) | 0.600 (6/10) |\n| BuildKit |  |  |  |  |\n',
  );
  expect(page).toContain(
    '| KICS | 0.500 (1/2) | 1.000 (1/1) | 0.500 (1/2) | 1.000 (1/1) |\n| all | 0.875 (7/8) | 0.875 (7/8) | 0.700 (7/10) | 0.636 (7/11) |\n',
  );
  expect(page).toContain('5 pairs of a case and a tool differ intentionally.');
});

test('lists the rules that no check corresponds to', () => {
  expect(page).toContain('\n\n- hadolint: DL1, DL2\n- KICS: x\n\n');
});

test('one entry per reason, with its tools and the shortest of its cases', () => {
  expect(page).toContain(
    '**We report it, hadolint and KICS do not** (2 cases, such as “a short one”): does not look inside.\n\n```dockerfile\nFROM a\nRUN b\n```',
  );
  expect(page.split('does not look inside')).toHaveLength(2);
});

test('states when the tool reports a different rule', () => {
  expect(page).toContain(
    '**KICS reports something else** (1 case, such as “two kinds”): takes one for the other.',
  );
});

test('a Dockerfile with backticks does not end its block', () => {
  expect(page).toContain(
    '**hadolint reports it, we do not** (1 case, such as “ticks”): looks at everything.\n\n````dockerfile\nFROM a\nRUN ```x```\n````',
  );
});
