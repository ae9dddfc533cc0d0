import { expect, test } from 'vitest';
import type { MeasuredPage } from './budgets.ts';
import { lighthouseTable, pagesTable, resultsPage } from './results-page.ts';

const scores = {
  performancePhone: 99,
  performanceDesktop: 100,
  accessibility: 100,
  bestPractices: 100,
  seo: 100,
};
const lesson: MeasuredPage = {
  kind: 'lesson',
  path: '/lessons/a',
  scriptKb: 165.6,
  laterScriptKb: 5.1,
  lcpMs: 400,
  cls: 0,
  interactionMs: 48,
  editorReadyMs: undefined,
  lighthouse: scores,
};
const exercise: MeasuredPage = {
  ...lesson,
  kind: 'exercise',
  path: '/exercises/b',
  laterScriptKb: 900,
  editorReadyMs: 1_600,
  lighthouse: { ...scores, performancePhone: 80 },
};
const bench = (pages: MeasuredPage[]) =>
  resultsPage({
    visits: 10,
    machine: { cores: 2, memoryGb: 24, loadBefore: 0.1, chromium: '1.2' },
    pages,
    bare: [],
  });

test('each quantity is shown with its verdict, and a missing one as an empty cell', () => {
  expect(pagesTable([lesson, exercise]).split('\n').slice(2)).toEqual([
    '| lesson, `/lessons/a` | 165.6 ok | 400 ok | 0 ok | 48 ok |  | 5.1 |',
    '| exercise, `/exercises/b` | 165.6 ok | 400 ok | 0 ok | 48 ok | 1600 over | 900 |',
  ]);
  expect(
    lighthouseTable([{ kind: 'bare page', lighthouse: scores }, exercise])
      .split('\n')
      .slice(2),
  ).toEqual([
    '| bare page | 99 ok | 100 ok | 100 ok | 100 ok | 100 ok |',
    '| exercise | 80 under | 100 ok | 100 ok | 100 ok | 100 ok |',
  ]);
  expect(lighthouseTable([{ ...lesson, lighthouse: undefined }]).split('\n')).toHaveLength(2);
});

test('a page below the target shows what it would reach without some of its files', () => {
  const without = [{ files: 'fonts', performancePhone: 84 }];
  expect(bench([lesson, { ...exercise, without }])).toContain('| exercise, without fonts | 84 under |');
  expect(bench([lesson])).not.toContain('without');
});

test('everything over budget is listed, page by page', () => {
  expect(bench([lesson])).toContain('Every page is within its budgets.');
  expect(bench([lesson, exercise])).toContain(
    'Over budget:\n\n- exercise: editor ready 1600 ms, budget 1500 ms\n- exercise: Lighthouse performancePhone 80, budget 98\n',
  );
});
