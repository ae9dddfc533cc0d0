import type { CheckResult, ResultDocument } from '@dfm/contracts';

export interface OrderedChecks {
  /** Failed or warned, in the order to mend them. */
  toMend: CheckResult[];
  /** Warnings of checks that give no points in this exercise. */
  remarks: CheckResult[];
  /** Remarks of severity info: worth considering, nothing is wrong. */
  suggestions: CheckResult[];
  passed: CheckResult[];
  skipped: CheckResult[];
}

/**
 * Sorts a verdict's checks: first what keeps the submission from passing (required checks that failed), then
 * failures and then warnings, each by the points they cost; equal ones by line. What the verdict's failure
 * says already is left out.
 */
export function orderChecks({ checks, failure }: Pick<ResultDocument, 'checks' | 'failure'>): OrderedChecks {
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
  const isRemark = (c: CheckResult) => !c.required && c.maxPoints === 0;
  const told = open.filter(isRemark);
  return {
    toMend: open.filter((c) => !isRemark(c)),
    remarks: told.filter((c) => c.severity !== 'info'),
    suggestions: told.filter((c) => c.severity === 'info'),
    passed: checks.filter((c) => c.status === 'pass'),
    skipped: checks.filter((c) => c.status === 'skipped'),
  };
}
