import type { Finding, QuickFix } from '@dfm/contracts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { ContextEvidence } from '../evidence.ts';
import { checkStatic } from '../static/check-static.ts';
import { applyQuickFix } from './quick-fix.ts';

/** A fix that was applied. The line is that of the finding when it was mended; fixes above it may have moved it. */
export interface AppliedFix {
  id: string;
  line: number;
  title: string;
}

/**
 * Applies the quick fixes of a Dockerfile's findings until none is left. What a comment ignores is left alone.
 * @param wanted ids to mend
 * @returns the text itself where nothing can be mended. Applying the result again changes nothing
 */
export function applyFixes(text: string, context: ContextEvidence | undefined, wanted: (id: string) => boolean): { text: string; applied: AppliedFix[] } {
  const applied: AppliedFix[] = [];
  let current = text;
  let open = fixable(current, context, wanted);
  while (open.length > 0) {
    const chosen = apart(open);
    let mended = current;
    for (const { fix } of chosen.toReversed()) mended = applyQuickFix(mended, fix);
    const left = fixable(mended, context, wanted);
    // A round that does not mend more than it breaks is not kept, and so this ends.
    if (left.length >= open.length) break;
    applied.push(...chosen.map(({ id, line, fix }) => ({ id, line, title: fix.title })));
    current = mended;
    open = left;
  }
  return { text: current, applied };
}

type Fixable = Finding & { fix: QuickFix };

function fixable(text: string, context: ContextEvidence | undefined, wanted: (id: string) => boolean): Fixable[] {
  const findings = checkStatic({ dockerfile: parseDockerfile(text), context });
  return findings.filter((finding): finding is Fixable => finding.fix !== undefined && finding.path === 'Dockerfile' && wanted(finding.id));
}

/** Fixes that share no line, first come first: one may change what another was made for. */
function apart(findings: readonly Fixable[]): Fixable[] {
  let end = 0;
  return findings.toSorted((a, b) => a.fix.startLine - b.fix.startLine).filter(({ fix }) => {
    if (fix.startLine <= end) return false;
    end = fix.endLine;
    return true;
  });
}
