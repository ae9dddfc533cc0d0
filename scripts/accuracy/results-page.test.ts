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
    { tool: 'hadolint', read: 19, agree: 16, bothFire: 7, samePlaces: 6, silentRules: ['DL9999'] },
    { tool: 'kics', read: 20, agree: 19, bothFire: 0, samePlaces: 0, silentRules: [] },
  ],
  differences: [
    { tool: 'hadolint', row: row('a long one', [2], 'FROM a\nRUN long && long'), reason: 'does not look inside' },
    { tool: 'hadolint', row: short, reason: 'does not look inside' },
    { tool: 'kics', row: short, reason: 'does not look inside' },
    { tool: 'hadolint', row: row('ticks', [], 'FROM a\nRUN ```x```'), reason: 'looks at everything.' },
  ],
  problems: [],
};
const alone: CheckAgreement = { id: 'alone', cases: 3, positives: 1, tools: [], differences: [], problems: [] };
const page = resultsPage([alone, planted], versions, { hadolint: ['DL1', 'DL2'], buildkit: [], trivy: [], checkov: [], kics: ['kics:x'] });

test('a row for each check that has a counterpart, empty where a tool has none', () => {
  expect(page).toContain('| `planted` | 20 | 12 | 16/19 (6/7) |  |  |  | 19/20 |\n');
  expect(page).not.toContain('| `alone` |');
  expect(page).toContain('Nothing in these tools answers to `alone`.');
});

test('sums what agrees and names the rules that were never seen to fire', () => {
  expect(page).toContain('In all: hadolint 16 of 19 · BuildKit 0 of 0 · Trivy 0 of 0 · Checkov 0 of 0 · KICS 19 of 20.');
  expect(page).toContain('Rules that fire in no case of the check they stand for: `DL9999` (`planted`).');
});

test('names the rules that no check answers to', () => {
  expect(page).toContain('\n\n- hadolint: DL1, DL2\n- KICS: x\n\n');
});

test('one entry for a reason, with the tools it is about and the shortest of its cases', () => {
  expect(page).toContain('**We fire, hadolint and KICS do not** (2 cases, such as “a short one”): does not look inside.\n\n```dockerfile\nFROM a\nRUN b\n```');
  expect(page.split('does not look inside')).toHaveLength(2);
});

test('a Dockerfile with backticks does not end its block', () => {
  expect(page).toContain('**hadolint fires, we do not** (1 case, such as “ticks”): looks at everything.\n\n````dockerfile\nFROM a\nRUN ```x```\n````');
});
