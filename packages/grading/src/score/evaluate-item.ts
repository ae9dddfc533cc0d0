import type { CheckResult, Finding, RubricItem } from '@dfm/contracts';
import type { Check, Measured, MeasuredInput } from '../check/check.ts';
import { isStrict, readOptions } from '../check/options.ts';
import { listed } from '../verdict/wording.ts';

/** The input of a check without the parts that belong to a single rubric item. */
export type GradingInput = Omit<MeasuredInput, 'options' | 'findings'> & { allFindings: readonly Finding[] };

const defaultShare = { pass: 1, warn: 0.5, fail: 0, skipped: 0 } as const;

/**
 * Evaluates one item of the rubric, by measurement if the check measures, otherwise by its findings in the
 * text.
 */
export function evaluateItem(check: Check, item: RubricItem, input: GradingInput): CheckResult {
  const findings = input.allFindings.filter((finding) => finding.id === check.meta.id);
  const options = readOptions(check, item.options);
  const measured =
    check.measure === undefined
      ? byFindings(check, findings, isStrict(options))
      : check.measure({ ...input, options, findings });
  const share =
    measured.status === 'skipped'
      ? 0
      : Math.min(1, Math.max(0, measured.share ?? defaultShare[measured.status]));
  // If a verdict other than a pass has no line, use the line of the first finding.
  const hint = measured.status === 'pass' || measured.line !== undefined ? undefined : findings[0];
  const { id, severity, why } = check.meta;
  return {
    id,
    axis: item.axis ?? check.meta.axis,
    status: measured.status,
    severity: measured.severity ?? severity,
    points: round(item.points * share),
    maxPoints: item.points,
    required: item.required || (check.mayDisqualify === true && measured.disqualifies === true),
    ...(measured.simulated === undefined ? {} : { simulated: measured.simulated }),
    line: measured.line ?? hint?.line,
    endLine: measured.endLine ?? hint?.endLine,
    path: measured.path ?? hint?.path,
    message: measured.message,
    why,
    next:
      measured.next ??
      (measured.status === 'fail' || measured.status === 'warn' ? check.meta.fix : undefined),
    evidence: measured.evidence ?? [],
    ...(measured.edits === undefined ? {} : { edits: measured.edits }),
    also: rulesOfResult(check, measured.status, findings),
  };
}

/**
 * The equivalent rules for a result. A fail or warn has those of its findings in the text: if there are none,
 * a tool that reads only the text reports nothing either. A check that only measures, or a result without a
 * problem, has all rules of the check.
 */
function rulesOfResult(
  { meta, findings: reads }: Check,
  status: Measured['status'],
  findings: readonly Finding[],
): string[] {
  const reports = status === 'fail' || status === 'warn';
  return reports && reads !== undefined ? [...new Set(findings.flatMap(({ also }) => also))] : meta.also;
}

/**
 * @param strict whether a finding that is otherwise only a suggestion fails here, because the exercise is
 *   about it
 */
function byFindings(check: Check, findings: readonly Finding[], strict: boolean): Measured {
  const worst = findings.find((finding) => finding.severity !== 'info') ?? findings[0];
  if (worst === undefined)
    return { status: 'pass', message: `No findings for this check: ${check.meta.title}.` };
  const others = [
    ...new Set(
      findings
        .filter((finding) => finding !== worst && finding.path === worst.path)
        .map((finding) => finding.line),
    ),
  ];
  const evidence =
    others.length === 0
      ? []
      : [
          {
            label: others.length === 1 ? 'Also on line' : 'Also on lines',
            value: listed(others.map(String), 8),
            unit: 'text' as const,
          },
        ];
  const { severity, line, endLine, path, message } = worst;
  return {
    status: severity === 'info' && !strict ? 'warn' : 'fail',
    severity: severity === 'info' && strict ? 'warning' : severity,
    line,
    endLine,
    path,
    message,
    evidence,
  };
}

/** Rounds points to two decimals, so that printed sums match their parts. */
export function round(points: number): number {
  return Math.round(points * 100) / 100;
}
