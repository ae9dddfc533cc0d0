import type { CheckResult, IgnoredFinding, RubricItem } from '@dfm/contracts';
import { ignoreComments, silencedBy, takesEffect } from '@dfm/dockerfile/syntax/ignore-comments';
import type { Check } from '../check/check.ts';
import { evaluateItem } from './evaluate-item.ts';
import type { GradingInput } from './evaluate-item.ts';

/**
 * Findings of checks outside the rubric. A remark costs no points. Remarks that a comment ignores are listed
 * separately. A result that disqualifies the run is a failure that must be fixed, and cannot be ignored by a
 * comment.
 */
export function beyondRubric(
  checks: readonly Check[],
  items: readonly RubricItem[],
  input: GradingInput,
): { remarks: CheckResult[]; ignored: IgnoredFinding[] } {
  const named = new Set(items.map((item) => item.check));
  const silenced = silencedBy(input.dockerfile);
  const remarks: CheckResult[] = [];
  const ignored: IgnoredFinding[] = [];
  for (const check of checks) {
    const { id } = check.meta;
    if (named.has(id) || check.onlyInRubric === true) continue;
    const own = input.allFindings.filter((finding) => finding.id === id);
    const open = own.filter((finding) => silenced(id, finding) === undefined);
    // If every finding in the text is silenced, the measurement is silenced too.
    const result = evaluateItem(
      check,
      { check: id, points: 0, required: false, options: {} },
      { ...input, allFindings: open.length > 0 ? open : own },
    );
    if (result.status !== 'fail' && result.status !== 'warn') continue;
    if (result.required) {
      remarks.push(result);
      continue;
    }
    const comment = silenced(id, result);
    const [next] = open;
    if (comment === undefined) remarks.push({ ...result, status: 'warn' });
    else if (next !== undefined)
      remarks.push({
        ...result,
        status: 'warn',
        line: next.line,
        endLine: next.endLine,
        path: next.path,
        message: next.message,
        also: next.also,
      });
    else ignored.push({ id, line: result.line ?? 1, reason: comment.reason });
  }
  return { remarks, ignored };
}

/**
 * Notices for comments that try to silence a graded check, which has no effect, because a comment in a
 * submission earns no points.
 *
 * @param counts ids of the checks that give points or decide whether the run passes
 */
export function overruledIgnores(
  counts: readonly string[],
  { dockerfile }: Pick<GradingInput, 'dockerfile'>,
): string[] {
  const graded = new Set(counts);
  return ignoreComments(dockerfile)
    .filter(takesEffect)
    .flatMap(({ line, ids }) => {
      const overruled = [...new Set(ids)].filter((id) => graded.has(id));
      return overruled.length === 0
        ? []
        : [`Line ${line}: the comment that ignores ${overruled.join(', ')} ${noEffect}`];
    });
}

const noEffect =
  'has no effect, because this exercise grades it. Comments can ignore remarks, but not graded checks.';

/** Whether a notice is one of {@link overruledIgnores}. */
export function isOverruledIgnore(notice: string): boolean {
  return notice.startsWith('Line ') && notice.endsWith(noEffect);
}
