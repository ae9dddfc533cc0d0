import { counterpartsByTool, parseDockerfile, type Check } from '@dfm/grading';
import type { Counterpart, FindingCase } from '../../packages/grading/cases/finding-case.ts';
import { unread } from '../counterparts/ask.ts';
import { caseKey, type CounterpartRecord } from './record.ts';

/** Tools that can be asked about a Dockerfile, by the name that the cases use. Dockle reads images. */
export const askedTools = { hadolint: 'hadolint', BuildKit: 'buildkit', Trivy: 'trivy', Checkov: 'checkov', KICS: 'kics' } as const satisfies Record<string, Counterpart>;

/** Enough to tell a check that is right from one that is lucky. */
export const atLeast = { cases: 20, nearMisses: 10, positives: 5 } as const;

export interface Difference {
  tool: Counterpart;
  row: FindingCase;
  reason: string | undefined;
}

interface ToolAgreement {
  tool: Counterpart;
  /** Cases that the tool could read and that its rules are about. */
  read: number;
  agree: number;
  /** Cases in which both fire and the tool names lines, and those in which it means the same instructions. */
  bothFire: number;
  samePlaces: number;
  /** Rules of the tool that fire in no case of this check. */
  silentRules: string[];
}

export interface CheckAgreement {
  id: string;
  cases: number;
  positives: number;
  tools: ToolAgreement[];
  differences: Difference[];
  /** What keeps the page from being written, one sentence each. */
  problems: string[];
}

/**
 * Holds a check's verdicts on its cases against those of other tools. A tool fires on a case when any of its rules in
 * the check's `also` does.
 */
export function compareCheck(check: Check, cases: FindingCase[], record: CounterpartRecord): CheckAgreement {
  const rules = comparableRules(check.meta.also);
  const positives = cases.filter(({ lines }) => lines.length > 0).length;
  const recorded = cases.filter((row) => record.cases[caseKey(row)] !== undefined);
  const compared = [...rules].map(([tool, ids]) => compareTool(tool, ids, recorded, record));
  const differences = compared.flatMap((found) => found.differences);
  const tooFew = [
    ...(cases.length < atLeast.cases ? [`has ${cases.length} cases, wanted ${atLeast.cases}`] : []),
    ...(cases.length - positives < atLeast.nearMisses ? [`has ${cases.length - positives} near misses, wanted ${atLeast.nearMisses}`] : []),
    ...(positives < atLeast.positives ? [`fires in ${positives} cases, wanted ${atLeast.positives}`] : []),
  ];
  const uncompared = cases.flatMap(({ name, differs, outside = [] }) =>
    [...Object.keys(differs ?? {}), ...outside].filter((tool) => !rules.has(tool as Counterpart)).map((tool) => `“${name}” names ${tool}, which has no rule for this check`),
  );
  const problems = [
    ...(rules.size > 0 ? [...tooFew, ...cases.filter((row) => !recorded.includes(row)).map(({ name }) => `“${name}” is not recorded`)] : []),
    ...differences.filter(({ reason }) => reason === undefined).map(({ tool, row }) => `“${row.name}”: ${tool} ${row.lines.length > 0 ? 'is silent' : 'fires'}, and no reason is given`),
    ...compared.flatMap((found) => found.stale),
    ...uncompared,
    ...[...rules].flatMap(([tool, ids]) => ids.filter((id) => !record.rules[tool].includes(id)).map((id) => `names ${id}, which ${tool} does not have`)),
  ];
  return { id: check.meta.id, cases: cases.length, positives, tools: compared.map(({ agreement }) => agreement), differences, problems };
}

function compareTool(tool: Counterpart, rules: string[], cases: FindingCase[], record: CounterpartRecord): { agreement: ToolAgreement; differences: Difference[]; stale: string[] } {
  const agreement: ToolAgreement = { tool, read: 0, agree: 0, bothFire: 0, samePlaces: 0, silentRules: rules };
  const differences: Difference[] = [];
  const stale: string[] = [];
  for (const row of cases) {
    const answers = record.cases[caseKey(row)]![tool].map(parseAnswer);
    const reason = row.differs?.[tool];
    const fired = answers.filter(({ rule }) => rules.includes(rule));
    if (row.outside?.includes(tool)) {
      if (fired.length > 0) stale.push(`“${row.name}” is said to be outside the rules of ${tool}, which fires`);
      if (reason !== undefined) stale.push(`“${row.name}” gives a reason for ${tool}, outside of whose rules it is said to be`);
      continue;
    }
    // What fired before the tool gave up counts.
    if (fired.length === 0 && answers.some(({ rule }) => rule === unread)) {
      if (reason !== undefined) stale.push(`“${row.name}” gives a reason for ${tool}, which cannot read that case`);
      continue;
    }
    agreement.read += 1;
    agreement.silentRules = agreement.silentRules.filter((rule) => !fired.some((answer) => answer.rule === rule));
    if (fired.length > 0 !== row.lines.length > 0) {
      differences.push({ tool, row, reason });
      continue;
    }
    agreement.agree += 1;
    if (reason !== undefined) stale.push(`“${row.name}” gives a reason for ${tool}, which agrees`);
    if (fired.length === 0 || fired.some(({ line }) => line === 0)) continue;
    agreement.bothFire += 1;
    if (sameInstructions(row.dockerfile, row.lines, fired.map(({ line }) => line))) agreement.samePlaces += 1;
  }
  return { agreement, differences, stale };
}

/** Rules of the tools that can be asked. `Trivy secret` is no rule but a part of Trivy, which reads images. */
function comparableRules(also: readonly string[]): Map<Counterpart, string[]> {
  const rules = new Map<Counterpart, string[]>();
  for (const { tool, ids } of counterpartsByTool(also)) {
    const named = ids.filter((id) => !/\s/u.test(id));
    if (named.length > 0 && tool in askedTools) rules.set(askedTools[tool as keyof typeof askedTools], named);
  }
  return rules;
}

function parseAnswer(answer: string): { rule: string; line: number } {
  const colon = answer.lastIndexOf(':');
  return { rule: answer.slice(0, colon), line: Number(answer.slice(colon + 1)) };
}

/** Tools differ in the line of an instruction that they name: hadolint says the first, others the last. */
function sameInstructions(dockerfile: string, ours: number[], theirs: number[]): boolean {
  const { instructions } = parseDockerfile(dockerfile);
  const starts = (lines: number[]) => [...new Set(lines.map((line) => instructions.find(({ startLine, endLine }) => startLine <= line && line <= endLine)?.startLine ?? line))];
  return JSON.stringify(starts(ours).toSorted((a, b) => a - b)) === JSON.stringify(starts(theirs).toSorted((a, b) => a - b));
}
