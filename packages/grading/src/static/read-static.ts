import type { Finding, IgnoredFinding } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { ignoreComments, silencedBy, takesEffect } from '@dfm/dockerfile/syntax/ignore-comments';
import { rangeOfLine } from '@dfm/dockerfile/syntax/source-range';
import type { Check } from '../check/check.ts';

/** Findings in file order and, separately, those that an ignore comment silences. */
export interface StaticReading {
  findings: Finding[];
  ignored: IgnoredFinding[];
}

/**
 * The static findings of all checks in file order and, separately, those that a comment silences. `# dfm
 * ignore=<id>[,<id>] <reason>` above an instruction silences checks there, and `# dfm ignore-file=…` at the
 * top silences them in the entire file.
 */
export function readStatic(checks: readonly Check[], input: BuildSource): StaticReading {
  const silenced = silencedBy(input.dockerfile);
  const findings: Finding[] = [];
  const ignored: IgnoredFinding[] = [];
  const used = new Set<string>();
  for (const finding of checks.flatMap((check) => findingsOf(check, input)).sort(byLocation)) {
    const comment = silenced(finding.id, finding);
    if (comment === undefined) findings.push(finding);
    else ignored.push({ id: finding.id, line: finding.line, reason: comment.reason });
    if (comment !== undefined) used.add(`${comment.line} ${finding.id}`);
  }
  const unneeded = unneededComments(checks, input, used);
  return {
    findings: unneeded.length === 0 ? findings : [...findings, ...unneeded].sort(byLocation),
    ignored,
  };
}

/**
 * Findings for comments whose check finds nothing, so that they are not needed. Only for checks whose input
 * is available here, because the measurements of other checks are not known.
 */
function unneededComments(
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
        const message = `This comment has no effect, because ${id} finds nothing ${comment.wholeFile ? 'in this file' : 'in the instruction below'}. Remove the comment, so that it does not mislead the next reader.`;
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

function byLocation(a: Finding, b: Finding): number {
  return a.line - b.line || a.column - b.column || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * Limit on the characters of all replacements in the findings of one check. A fix replaces complete lines, so
 * a thousand fixes for one long line would contain a thousand copies of it.
 */
const maxFixCharacters = 1_000_000;

/**
 * The findings of one check, regardless of ignore comments, because a comment in a submission earns no
 * points.
 */
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
