import type { Scores } from './lighthouse-scores.ts';

/** What was measured of one page: 95th percentiles of the visits. */
export interface MeasuredPage {
  kind: string;
  path: string;
  scriptKb: number;
  /** Fetched beside them: it has no budget. */
  laterScriptKb: number;
  lcpMs: number;
  cls: number;
  interactionMs: number;
  editorReadyMs: number | undefined;
  /** Undefined where it was not asked. */
  lighthouse: Scores | { failed: string } | undefined;
}

type Quantity = 'scriptKb' | 'lcpMs' | 'cls' | 'interactionMs' | 'editorReadyMs';

interface Budget {
  /** At the head of a column. */
  name: string;
  quantity: Quantity;
  most: number;
  unit: string;
}

/**
 * Those of a lesson page, and of the editor, whose JavaScript comes later; the other pages are held against
 * them too.
 */
export const budgets: readonly Budget[] = [
  { name: 'JavaScript', quantity: 'scriptKb', most: 170, unit: 'kB' },
  { name: 'LCP', quantity: 'lcpMs', most: 1_000, unit: 'ms' },
  { name: 'CLS', quantity: 'cls', most: 0, unit: '' },
  { name: 'interaction', quantity: 'interactionMs', most: 100, unit: 'ms' },
  { name: 'editor ready', quantity: 'editorReadyMs', most: 1_500, unit: 'ms' },
];

/** Every score of Lighthouse is to reach this. */
export const LIGHTHOUSE_LEAST = 98;

/** A shift of less than a thousandth of the window moves nothing by a visible pixel. */
const CLS_STEP = 0.001;

/** How a page stands to a budget: `none` where it does not apply, as the editor's to a page without one. */
export function verdictOf(page: MeasuredPage, { quantity, most }: Budget): 'ok' | 'over' | 'none' {
  const value = page[quantity];
  if (value === undefined) return 'none';
  return value <= most + (quantity === 'cls' ? CLS_STEP : 0) ? 'ok' : 'over';
}

/** Every budget that a page is over, in words; none where all is well. */
export function overBudget(page: MeasuredPage): string[] {
  const over = budgets
    .filter((budget) => verdictOf(page, budget) === 'over')
    .map(({ name, quantity, most, unit }) =>
      `${name} ${page[quantity]} ${unit}, budget ${most} ${unit}`.replaceAll(' ,', ','),
    );
  return [...over.map((text) => text.trim()), ...lowScores(page.lighthouse)];
}

function lowScores(scores: MeasuredPage['lighthouse']): string[] {
  if (scores === undefined) return [];
  if ('failed' in scores) return [scores.failed];
  const low = Object.entries(scores).filter(([, score]) => score < LIGHTHOUSE_LEAST);
  return low.map(([name, score]) => `Lighthouse ${name} ${score}, budget ${LIGHTHOUSE_LEAST}`);
}
