import type { CheckResult, Finding, RubricItem } from '@dfm/contracts';
import type { Check, Measured, MeasuredInput } from '../check/check.ts';
import { isStrict, readOptions } from '../check/options.ts';
import { listed } from '../verdict/wording.ts';

/** All of a check's input but what belongs to the one rubric item. */
export type GradingInput = Omit<MeasuredInput, 'options' | 'findings'> & { allFindings: readonly Finding[] };

const defaultShare = { pass: 1, warn: 0.5, fail: 0, skipped: 0 } as const;

/**
 * One line of the rubric, decided: by measurement where the check measures, otherwise by its findings in the
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
  // Without a line of its own, a verdict that is not a pass points where the text gives it away.
  const hint = measured.status === 'pass' || measured.line !== undefined ? undefined : findings[0];
  const { id, severity, why } = check.meta;
  return {
    id,
    axis: item.axis ?? check.meta.axis,
    status: measured.status,
    severity: measured.severity ?? severity,
    points: round(item.points * share),
    maxPoints: item.points,
    required: item.required || measured.disqualifies === true,
    line: measured.line ?? hint?.line,
    endLine: measured.endLine ?? hint?.endLine,
    path: measured.path ?? hint?.path,
    message: measured.message,
    why,
    next:
      measured.next ??
      (measured.status === 'fail' || measured.status === 'warn' ? check.meta.fix : undefined),
    evidence: measured.evidence ?? [],
    also: rulesOfResult(check, measured.status, findings),
  };
}

/**
 * What is reported goes by the rules that its findings in the text name: where there is none, a tool that
 * reads the text reports nothing either. What only measures, and a result that reports nothing, goes by all
 * rules of the check.
 */
function rulesOfResult(
  { meta, findings: reads }: Check,
  status: Measured['status'],
  findings: readonly Finding[],
): string[] {
  const reports = status === 'fail' || status === 'warn';
  return reports && reads !== undefined ? [...new Set(findings.flatMap(({ also }) => also))] : meta.also;
}

/** @param strict whether what is only worth a suggestion elsewhere fails here: the exercise is about it */
function byFindings(check: Check, findings: readonly Finding[], strict: boolean): Measured {
  const worst = findings.find((finding) => finding.severity !== 'info') ?? findings[0];
  if (worst === undefined)
    return { status: 'pass', message: `No place found where this applies: ${check.meta.title}.` };
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

/** Points carry at most two decimals, so that sums print as they were added. */
export function round(points: number): number {
  return Math.round(points * 100) / 100;
}
