import type { CheckResult, ResultDocument } from '@dfm/contracts';
import type { ExercisePage } from '@dfm/contracts/page-data';
import { isForLater } from '../is-for-later.ts';

export interface OrderedChecks {
  /** Failed or warned, in the order in which to fix them. */
  fixes: CheckResult[];
  /** Findings of checks that give no points in this exercise. */
  unscored: CheckResult[];
  /** Unscored findings of severity info: worth considering, but nothing is wrong. */
  suggestions: CheckResult[];
  /** Unscored findings that the course explains after this exercise. */
  later: CheckResult[];
  passed: CheckResult[];
  skipped: CheckResult[];
}

/**
 * Sorts the checks of a verdict: first those that keep the submission from passing (required checks that
 * failed), then failures and then warnings, each by the points they cost, and ties by line. What the failure
 * of the verdict already says is left out.
 */
export function orderChecks(
  { checks, failure }: Pick<ResultDocument, 'checks' | 'failure'>,
  taughtLater?: ExercisePage['taughtLater'],
): OrderedChecks {
  const lost = (c: CheckResult) => c.maxPoints - c.points;
  const rank = (c: CheckResult) => (c.status === 'warn' ? 2 : c.required ? 0 : 1);
  const open = checks
    .filter((c) => (c.status === 'fail' || c.status === 'warn') && c.message !== failure?.message)
    .toSorted(
      (a, b) =>
        rank(a) - rank(b) ||
        lost(b) - lost(a) ||
        (a.line ?? Infinity) - (b.line ?? Infinity) ||
        a.id.localeCompare(b.id),
    );
  const isUnscored = (c: CheckResult) => !c.required && c.maxPoints === 0;
  const isLater = (c: CheckResult) => isForLater(c, taughtLater);
  const allUnscored = open.filter((c) => isUnscored(c) && !isLater(c));
  return {
    fixes: open.filter((c) => !isUnscored(c)),
    unscored: allUnscored.filter((c) => c.severity !== 'info'),
    suggestions: allUnscored.filter((c) => c.severity === 'info'),
    later: open.filter((c) => isUnscored(c) && isLater(c)),
    passed: checks.filter((c) => c.status === 'pass'),
    skipped: checks.filter((c) => c.status === 'skipped'),
  };
}
