import type { Scores } from './lighthouse-scores.ts';

/** Measurements of one page: 95th percentiles over the visits. */
export interface MeasuredPage {
  kind: string;
  path: string;
  scriptKb: number;
  /** Loaded after the scripts in the document. It has no budget. */
  laterScriptKb: number;
  lcpMs: number;
  cls: number;
  interactionMs: number;
  editorReadyMs: number | undefined;
  /** Undefined if Lighthouse was not run. */
  lighthouse: Scores | { failed: string } | undefined;
  /** Of a page whose performance on the phone is below the target: what it would be without some of its files. */
  without?: readonly { files: string; performancePhone: number }[] | undefined;
}

type Quantity = 'scriptKb' | 'lcpMs' | 'cls' | 'interactionMs' | 'editorReadyMs';

interface Budget {
  /** Column heading. */
  name: string;
  quantity: Quantity;
  max: number;
  unit: string;
}

/**
 * Budgets of a lesson page, and of the editor, whose JavaScript is loaded later. They are applied to the
 * other pages too.
 */
export const budgets: readonly Budget[] = [
  { name: 'JavaScript', quantity: 'scriptKb', max: 170, unit: 'kB' },
  { name: 'LCP', quantity: 'lcpMs', max: 1_000, unit: 'ms' },
  { name: 'CLS', quantity: 'cls', max: 0, unit: '' },
  { name: 'interaction', quantity: 'interactionMs', max: 100, unit: 'ms' },
  { name: 'editor ready', quantity: 'editorReadyMs', max: 1_500, unit: 'ms' },
];

/** Every Lighthouse score should reach this. */
export const MIN_LIGHTHOUSE_SCORE = 98;

/** A layout shift of less than a thousandth of the window moves nothing by a visible pixel. */
const CLS_STEP = 0.001;

/** Whether a page is within a budget; `none` if it does not apply, such as the editor's on a page without one. */
export function verdictOf(page: MeasuredPage, { quantity, max }: Budget): 'ok' | 'over' | 'none' {
  const value = page[quantity];
  if (value === undefined) return 'none';
  return value <= max + (quantity === 'cls' ? CLS_STEP : 0) ? 'ok' : 'over';
}

/** Describes every budget that a page exceeds; empty if it is within all of them. */
export function overBudget(page: MeasuredPage): string[] {
  const over = budgets
    .filter((budget) => verdictOf(page, budget) === 'over')
    .map(({ name, quantity, max, unit }) =>
      `${name} ${page[quantity]} ${unit}, budget ${max} ${unit}`.replaceAll(' ,', ','),
    );
  return [...over.map((text) => text.trim()), ...lowScores(page.lighthouse)];
}

function lowScores(scores: MeasuredPage['lighthouse']): string[] {
  if (scores === undefined) return [];
  if ('failed' in scores) return [scores.failed];
  const low = Object.entries(scores).filter(([, score]) => score < MIN_LIGHTHOUSE_SCORE);
  return low.map(([name, score]) => `Lighthouse ${name} ${score}, budget ${MIN_LIGHTHOUSE_SCORE}`);
}
