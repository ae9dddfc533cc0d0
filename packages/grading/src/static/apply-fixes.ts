import type { Finding, QuickFix } from '@dfm/contracts';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import type { Check } from '../check/check.ts';
import { applyQuickFix } from './quick-fix.ts';
import { readStatic } from './read-static.ts';

/**
 * A fix that was applied. The line is that of the finding when it was fixed. Fixes above it may have moved
 * it.
 */
export interface AppliedFix {
  id: string;
  line: number;
  title: string;
}

/**
 * Applies the quick fixes of a Dockerfile's findings until none is left, except fixes that a person has to
 * review. Findings that a comment ignores are not fixed.
 *
 * @param isSelected whether to fix findings with this id
 * @returns the unchanged text if there is nothing to fix. Applying fixes to the result changes nothing
 */
export function applyFixes(
  checks: readonly Check[],
  text: string,
  context: BuildContext | undefined,
  isSelected: (id: string) => boolean,
): { text: string; applied: AppliedFix[] } {
  const applied: AppliedFix[] = [];
  const seen = new Set<string>();
  let current = text;
  for (let round = 0; round < maxRounds && !seen.has(current); round += 1) {
    seen.add(current);
    const chosen = withoutOverlap(fixable(checks, current, context, isSelected));
    for (const { fix } of chosen.toReversed()) current = applyQuickFix(current, fix);
    applied.push(...chosen.map(({ id, line, fix }) => ({ id, line, title: fix.title })));
  }
  return { text: current, applied };
}

/**
 * Limit on rounds. A round may leave as many findings as before, for example if an install that moves up
 * uncovers the next. The loop also ends if two fixes undo each other.
 */
const maxRounds = 100;

type Fixable = Finding & { fix: QuickFix };

function fixable(
  checks: readonly Check[],
  text: string,
  context: BuildContext | undefined,
  isSelected: (id: string) => boolean,
): Fixable[] {
  const { findings } = readStatic(checks, { dockerfile: parseDockerfile(text), context });
  return findings.filter(
    (finding): finding is Fixable =>
      finding.fix !== undefined &&
      finding.fix.needsReview !== true &&
      finding.path === 'Dockerfile' &&
      isSelected(finding.id),
  );
}

/**
 * Selects fixes that do not overlap, in order, because one fix may change the lines that another was made
 * for.
 */
function withoutOverlap(findings: readonly Fixable[]): Fixable[] {
  let end = 0;
  return findings
    .toSorted((a, b) => a.fix.startLine - b.fix.startLine)
    .filter(({ fix }) => {
      if (fix.startLine <= end) return false;
      end = fix.endLine;
      return true;
    });
}
