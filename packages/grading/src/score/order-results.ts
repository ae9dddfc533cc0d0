import type { CheckResult } from '@dfm/contracts';

const severityRank = { error: 0, warning: 1, info: 2 } as const;
const statusRank = { fail: 0, warn: 1, skipped: 2, pass: 3 } as const;

/**
 * Orders results by what to fix first: failures that prevent passing, then points lost, then severity and
 * line. Passes come last.
 */
export function orderResults(results: readonly CheckResult[]): CheckResult[] {
  const keys = (result: CheckResult) => [
    result.status === 'pass' ? 1 : 0,
    result.required && result.status !== 'pass' ? 0 : 1,
    result.points - result.maxPoints,
    statusRank[result.status],
    severityRank[result.severity],
    result.line ?? Number.MAX_SAFE_INTEGER,
  ];
  return results.toSorted((a, b) => {
    const left = keys(a);
    const right = keys(b);
    const at = left.findIndex((key, index) => key !== right[index]);
    return at < 0 ? compare(a.id, b.id) : left[at]! - right[at]!;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
