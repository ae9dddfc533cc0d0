import type { Finding } from '@dfm/contracts';

/**
 * Separates what is worth fixing from suggestions (severity info), which are only worth considering. Keeps
 * the order.
 */
export function partitionBySeverity<F extends Pick<Finding, 'severity'>>(
  all: readonly F[],
): { findings: F[]; suggestions: F[] } {
  return {
    findings: all.filter((finding) => finding.severity !== 'info'),
    suggestions: all.filter((finding) => finding.severity === 'info'),
  };
}

/** `2 findings, 1 suggestion`. */
export function countOf(all: readonly Pick<Finding, 'severity'>[]): string {
  const { findings, suggestions } = partitionBySeverity(all);
  const parts = [...count(findings.length, 'finding'), ...count(suggestions.length, 'suggestion')];
  return parts.length === 0 ? 'No findings' : parts.join(', ');
}

function count(number: number, word: string): string[] {
  return number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`];
}
