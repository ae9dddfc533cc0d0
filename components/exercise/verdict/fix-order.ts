import type { CheckResult } from '@dfm/contracts';

export interface OrderedChecks {
  /** Failed or warned, in the order to mend them. */
  toMend: CheckResult[];
  passed: CheckResult[];
  skipped: CheckResult[];
}

/**
 * Sorts a verdict's checks: first what keeps the submission from passing (required checks that failed), then failures
 * and then warnings, each by the points they cost; equal ones by line.
 */
export function orderChecks(checks: readonly CheckResult[]): OrderedChecks {
  const lost = (c: CheckResult) => c.maxPoints - c.points;
  const rank = (c: CheckResult) => (c.status === 'warn' ? 2 : c.required ? 0 : 1);
  const toMend = checks
    .filter((c) => c.status === 'fail' || c.status === 'warn')
    .toSorted((a, b) => rank(a) - rank(b) || lost(b) - lost(a) || (a.line ?? Infinity) - (b.line ?? Infinity) || a.id.localeCompare(b.id));
  return { toMend, passed: checks.filter((c) => c.status === 'pass'), skipped: checks.filter((c) => c.status === 'skipped') };
}
