import type { Finding, IgnoredFinding } from '@dfm/contracts';
import type { Check, StaticInput } from '../check.ts';
import { checks } from '../check-registry.ts';
import { silencedBy } from './ignore-comments.ts';

/** What the static side of every check says, in file order, without what a comment silences. */
export function checkStatic(input: StaticInput): Finding[] {
  return readStatic(input).findings;
}

/**
 * What the static side of every check says, in file order, and apart from it what a comment silences.
 * `# dfm ignore=<id>[,<id>] <reason>` above an instruction silences it there, `# dfm ignore-file=…` at the top everywhere.
 */
export function readStatic(input: StaticInput): { findings: Finding[]; ignored: IgnoredFinding[] } {
  const silenced = silencedBy(input.dockerfile);
  const findings: Finding[] = [];
  const ignored: IgnoredFinding[] = [];
  for (const finding of checks.flatMap((check) => findingsOf(check, input)).sort(byPlace)) {
    const reason = silenced(finding.id, finding);
    if (reason === undefined) findings.push(finding);
    else ignored.push({ id: finding.id, line: finding.line, reason });
  }
  return { findings, ignored };
}

function byPlace(a: Finding, b: Finding): number {
  return a.line - b.line || a.column - b.column || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** One check's findings, ignore comments not regarded: a comment in a submission earns no points. */
export function findingsOf(check: Check, input: StaticInput): Finding[] {
  const { id, severity, also } = check.meta;
  return (check.findings?.(input) ?? []).map((finding) => ({ severity, ...finding, id, also }));
}
