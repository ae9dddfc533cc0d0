import { describe, expect, test } from 'vitest';
import type { Check } from '../check.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { ContextEvidence } from '../evidence.ts';
import { applyQuickFix } from '../fix/quick-fix.ts';
import { findingsOf } from './check-static.ts';

/** One row of a check's table. `lines`: where it fires, none for a near miss. `fixed`: the file after its first fix. */
export interface FindingRow {
  name: string;
  dockerfile: string;
  lines: number[];
  context?: ContextEvidence;
  fixed?: string;
}

/** Tests a check's findings row by row: the lines, a place inside the file, and that each offered fix removes its finding. Only for tests. */
export function findingTable(check: Check, rows: FindingRow[]): void {
  describe(`${check.meta.id}: text`, () => {
    test.each(rows)('$name', ({ dockerfile: text, lines, context, fixed }) => {
      const found = findingsOf(check, { dockerfile: parseDockerfile(text), context });
      expect(found.map((finding) => finding.line)).toEqual(lines);
      const source = text.split('\n');
      for (const finding of found) {
        expect(finding.endLine).toBeLessThanOrEqual(source.length);
        expect(finding.endColumn).toBeGreaterThan(finding.endLine === finding.line ? finding.column : 0);
        expect(finding.endColumn).toBeLessThanOrEqual(source[finding.endLine - 1]!.length + 2);
      }
      const fix = found[0]?.fix;
      expect(fix === undefined ? undefined : applyQuickFix(text, fix)).toBe(fixed);
      const left = fix === undefined ? found : findingsOf(check, { dockerfile: parseDockerfile(applyQuickFix(text, fix)), context });
      expect(left).toHaveLength(found.length - (fix === undefined ? 0 : 1));
    });
  });
}
