import type { Finding, IgnoredFinding } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { ignoreComments, silencedBy, takesEffect } from '@dfm/dockerfile/syntax/ignore-comments';
import { rangeOfLine } from '@dfm/dockerfile/syntax/source-range';
import type { Check } from '../check/check.ts';

/** Findings in file order, and apart from them those that an ignore comment silences. */
export interface StaticReading {
  findings: Finding[];
  ignored: IgnoredFinding[];
}

/**
 * What the static side of every check says, in file order, and apart from it what a comment silences. `# dfm
 * ignore=<id>[,<id>] <reason>` above an instruction silences it there, `# dfm ignore-file=…` at the top
 * everywhere.
 */
export function readStatic(checks: readonly Check[], input: BuildSource): StaticReading {
  const silenced = silencedBy(input.dockerfile);
  const findings: Finding[] = [];
  const ignored: IgnoredFinding[] = [];
  const used = new Set<string>();
  for (const finding of checks.flatMap((check) => findingsOf(check, input)).sort(byPlace)) {
    const comment = silenced(finding.id, finding);
    if (comment === undefined) findings.push(finding);
    else ignored.push({ id: finding.id, line: finding.line, reason: comment.reason });
    if (comment !== undefined) used.add(`${comment.line} ${finding.id}`);
  }
  const idle = idleComments(checks, input, used);
  return { findings: idle.length === 0 ? findings : [...findings, ...idle].sort(byPlace), ignored };
}

/**
 * Comments whose check finds nothing where they stand, and so only look as if they were needed. Told only of
 * checks that read what is at hand here: what another measures is not known.
 */
function idleComments(
  checks: readonly Check[],
  { dockerfile, context }: BuildSource,
  used: ReadonlySet<string>,
): Finding[] {
  return ignoreComments(dockerfile)
    .filter(takesEffect)
    .flatMap((comment) =>
      [...new Set(comment.ids)].flatMap((id): Finding[] => {
        const check = checks.find((candidate) => candidate.meta.id === id);
        const readable =
          check?.findings !== undefined &&
          check.meta.needs.every(
            (need) => need === 'static' || (need === 'context' && context !== undefined),
          );
        if (!readable || used.has(`${comment.line} ${id}`)) return [];
        const message = `This silences nothing: ${id} finds nothing ${comment.wholeFile ? 'in this file' : 'in the instruction below'}. Remove it, so that the next reader does not look for what it excuses.`;
        return [
          {
            ...rangeOfLine(dockerfile, comment.line),
            id: 'ignore-comment',
            severity: 'info',
            also: [],
            message,
          },
        ];
      }),
    );
}

function byPlace(a: Finding, b: Finding): number {
  return a.line - b.line || a.column - b.column || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * Characters of the replacements that one check's findings may hold together. A fix replaces whole lines, so
 * a thousand of them for one long line would be a thousand copies of it.
 */
const maxFixCharacters = 1_000_000;

/** One check's findings, ignore comments not regarded: a comment in a submission earns no points. */
export function findingsOf(check: Check, input: BuildSource): Finding[] {
  const { id, severity, also } = check.meta;
  let fixCharacters = 0;
  return (check.findings?.(input) ?? []).map(({ fix, ...finding }) => {
    fixCharacters += fix?.text.length ?? 0;
    return {
      severity,
      also,
      ...finding,
      ...(fix === undefined || fixCharacters > maxFixCharacters ? {} : { fix }),
      id,
    };
  });
}
