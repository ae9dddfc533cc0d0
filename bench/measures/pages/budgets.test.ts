import { expect, test } from 'vitest';
import { budgets, overBudget, verdictOf, type MeasuredPage } from './budgets.ts';

const scores = {
  performancePhone: 98,
  performanceDesktop: 100,
  accessibility: 100,
  bestPractices: 100,
  seo: 100,
};
const within: MeasuredPage = {
  kind: 'lesson',
  path: '/lessons/a',
  scriptKb: 170,
  laterScriptKb: 5,
  lcpMs: 1_000,
  cls: 0,
  interactionMs: 100,
  editorReadyMs: undefined,
  lighthouse: scores,
};

test.each<[what: string, change: Partial<MeasuredPage>, over: string[]]>([
  ['all values at their budget', {}, []],
  ['too much JavaScript', { scriptKb: 170.1 }, ['JavaScript 170.1 kB, budget 170 kB']],
  ['an editor that is loaded later', { laterScriptKb: 900 }, []],
  ['a late paint', { lcpMs: 1_001 }, ['LCP 1001 ms, budget 1000 ms']],
  ['a layout shift', { cls: 0.01 }, ['CLS 0.01, budget 0']],
  ['a layout shift of less than a pixel', { cls: 0.0004 }, []],
  ['a slow interaction', { interactionMs: 104 }, ['interaction 104 ms, budget 100 ms']],
  ['an editor in time', { editorReadyMs: 1_500 }, []],
  ['a late editor', { editorReadyMs: 1_501 }, ['editor ready 1501 ms, budget 1500 ms']],
  ['a low score', { lighthouse: { ...scores, seo: 97 } }, ['Lighthouse seo 97, budget 98']],
  [
    'a page that Lighthouse could not measure',
    { lighthouse: { failed: 'Lighthouse could not measure it' } },
    ['Lighthouse could not measure it'],
  ],
  ['without Lighthouse', { lighthouse: undefined }, []],
])('%s', (_what, change, over) => expect(overBudget({ ...within, ...change })).toEqual(over));

test('a budget for something that a page does not have does not apply', () => {
  expect(budgets.map((budget) => verdictOf(within, budget))).toEqual(['ok', 'ok', 'ok', 'ok', 'none']);
});
