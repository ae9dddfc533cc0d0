import type { Finding } from '@dfm/contracts';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { counterpartsByTool, findingsOf, type Check } from '@dfm/grading';
import type { Counterpart, FindingCase } from '../../packages/grading/src/check/finding-case.ts';
import { unread } from '../counterparts/run-tool.ts';
import { caseKey, type CounterpartRecord } from './record.ts';

/** Tools that can be run on a Dockerfile, by the name that the cases use. Dockle reads images instead. */
export const comparableTools = {
  hadolint: 'hadolint',
  BuildKit: 'buildkit',
  Trivy: 'trivy',
  Checkov: 'checkov',
  KICS: 'kics',
} as const satisfies Record<string, Counterpart>;

/** The smallest number of cases that makes a comparison meaningful. */
export const minimum = { cases: 20, nearMisses: 10, positives: 5 } as const;

export interface Difference {
  tool: Counterpart;
  row: FindingCase;
  /** The tool misses a rule that a finding names, reports a rule that no finding names, or both. */
  kind: 'missing' | 'additional' | 'different';
  reason: string | undefined;
}

/** Pairs of a case and a rule of a tool, in the cases that the tool could read. */
export interface RuleCount {
  /** One of our findings names the rule. */
  named: number;
  /** The tool reports it. */
  reported: number;
  both: number;
}

interface ToolAgreement {
  tool: Counterpart;
  /** Cases that the tool could read, and those in which it reports exactly the rules that our findings name. */
  read: number;
  agree: number;
  rules: RuleCount;
  /**
   * `rules`, limited to the cases in which both report something, so that what a tool cannot see does not
   * count.
   */
  rulesWhereBothReport: RuleCount;
  /** The number of `rules.both` with a line, and of those whose lines are in the same instructions. */
  withLines: number;
  samePlaces: number;
}

export interface CheckAgreement {
  id: string;
  cases: number;
  positives: number;
  tools: ToolAgreement[];
  differences: Difference[];
  /** Reasons why the page cannot be written, one sentence each. */
  problems: string[];
}

interface ReadCase {
  row: FindingCase;
  findings: Finding[];
}

/** Compares what a check's findings name, on its cases, with what the other tools report there, rule by rule. */
export function compareCheck(check: Check, cases: FindingCase[], record: CounterpartRecord): CheckAgreement {
  const rules = comparableRules(check.meta.also);
  const positives = cases.filter(({ lines }) => lines.length > 0).length;
  const read = cases.map((row): ReadCase => {
    const { dockerfile, context } = row;
    return { row, findings: findingsOf(check, { dockerfile: parseDockerfile(dockerfile), context }) };
  });
  const recorded = read.filter(({ row }) => record.cases[caseKey(row)] !== undefined);
  const compared = [...rules].map(([tool, ids]) => compareTool(tool, ids, recorded, record));
  const differences = compared.flatMap((found) => found.differences);
  const named = new Set(read.flatMap(({ findings }) => findings.flatMap(({ also }) => also)));
  const tooFew = [
    ...(cases.length < minimum.cases ? [`has ${cases.length} cases, needs ${minimum.cases}`] : []),
    ...(cases.length - positives < minimum.nearMisses
      ? [`has ${cases.length - positives} near misses, needs ${minimum.nearMisses}`]
      : []),
    ...(positives < minimum.positives ? [`fires in ${positives} cases, needs ${minimum.positives}`] : []),
  ];
  const uncompared = cases.flatMap(({ name, differs }) =>
    Object.keys(differs ?? {})
      .filter((tool) => !rules.has(tool as Counterpart))
      .map((tool) => `“${name}” names ${tool}, which has no rule for this check`),
  );
  const problems = [
    ...(rules.size > 0
      ? [
          ...tooFew,
          ...read
            .filter((each) => !recorded.includes(each))
            .map(({ row }) => `“${row.name}” is not recorded`),
        ]
      : []),
    ...compared.flatMap((found) => found.problems),
    ...uncompared,
    ...check.meta.also.filter((id) => !named.has(id)).map((id) => `names ${id} in none of its cases`),
    ...[...rules].flatMap(([tool, ids]) =>
      ids
        .filter((id) => !record.rules[tool].includes(id))
        .map((id) => `names ${id}, which ${tool} does not have`),
    ),
  ];
  return {
    id: check.meta.id,
    cases: cases.length,
    positives,
    tools: compared.map(({ agreement }) => agreement),
    differences,
    problems,
  };
}

interface Compared {
  agreement: ToolAgreement;
  differences: Difference[];
  problems: string[];
}

function compareTool(
  tool: Counterpart,
  rules: string[],
  cases: ReadCase[],
  record: CounterpartRecord,
): Compared {
  const nothing = (): RuleCount => ({ named: 0, reported: 0, both: 0 });
  const agreement: ToolAgreement = {
    tool,
    read: 0,
    agree: 0,
    rules: nothing(),
    rulesWhereBothReport: nothing(),
    withLines: 0,
    samePlaces: 0,
  };
  const differences: Difference[] = [];
  const problems: string[] = [];
  const everReported = new Set<string>();
  for (const each of cases) {
    const { row } = each;
    const answers = record.cases[caseKey(row)]![tool].map(parseAnswer);
    for (const { rule } of answers) everReported.add(rule);
    const compared = compareCase(rules, each, answers);
    problems.push(...reasonProblems(tool, row, compared));
    if (compared === undefined) continue;
    addToAgreement(agreement, compared);
    const { missing, additional } = compared;
    if (missing.length + additional.length === 0) continue;
    const kind = additional.length === 0 ? 'missing' : missing.length === 0 ? 'additional' : 'different';
    differences.push({ tool, row, kind, reason: row.differs?.[tool] });
  }
  const never = rules.filter((rule) => !everReported.has(rule));
  problems.push(...never.map((rule) => `names ${rule}, which ${tool} reports in none of its cases`));
  return { agreement, differences, problems };
}

/** The rules that our findings name in a case, compared with those that a tool reports. */
interface ComparedCase {
  both: string[];
  missing: string[];
  additional: string[];
  /** We have a finding, and the tool reports one of the rules. */
  bothReport: boolean;
  /** The number of `both` that the tool reports with a line, and of those in the same instructions. */
  withLines: number;
  samePlaces: number;
}

/** @returns undefined if the tool could not read the case and reported nothing before it gave up */
function compareCase(
  rules: string[],
  { row, findings }: ReadCase,
  answers: Answer[],
): ComparedCase | undefined {
  const linesOf = (places: { line: number }[]) => places.map(({ line }) => line);
  const named = (rule: string) => linesOf(findings.filter(({ also }) => also.includes(rule)));
  const reported = (rule: string) => linesOf(answers.filter((answer) => answer.rule === rule));
  const isNamed = (rule: string) => named(rule).length > 0;
  const isReported = (rule: string) => reported(rule).length > 0;
  // Rules that a tool reported before it gave up count; about the others nothing is known.
  const gaveUp = answers.some(({ rule }) => rule === unread);
  const known = gaveUp ? rules.filter(isReported) : rules;
  if (gaveUp && known.length === 0) return undefined;
  const both = known.filter((rule) => isNamed(rule) && isReported(rule));
  const withLines = both.filter((rule) => !reported(rule).includes(0));
  return {
    both,
    missing: known.filter((rule) => isNamed(rule) && !isReported(rule)),
    additional: known.filter((rule) => !isNamed(rule) && isReported(rule)),
    bothReport: findings.length > 0 && known.some(isReported),
    withLines: withLines.length,
    samePlaces: withLines.filter((rule) => sameInstructions(row.dockerfile, named(rule), reported(rule)))
      .length,
  };
}

function addToAgreement(agreement: ToolAgreement, compared: ComparedCase): void {
  const { both, missing, additional, bothReport, withLines, samePlaces } = compared;
  agreement.read += 1;
  if (missing.length + additional.length === 0) agreement.agree += 1;
  for (const counts of bothReport ? [agreement.rules, agreement.rulesWhereBothReport] : [agreement.rules]) {
    counts.named += both.length + missing.length;
    counts.reported += both.length + additional.length;
    counts.both += both.length;
  }
  agreement.withLines += withLines;
  agreement.samePlaces += samePlaces;
}

/** Every difference needs a reason in the case, and a reason needs a difference. */
function reasonProblems(tool: Counterpart, row: FindingCase, compared: ComparedCase | undefined): string[] {
  if (row.differs?.[tool] !== undefined) {
    if (compared === undefined)
      return [`“${row.name}” gives a reason for ${tool}, which cannot read that case`];
    const agrees = compared.missing.length + compared.additional.length === 0;
    return agrees ? [`“${row.name}” gives a reason for ${tool}, which agrees`] : [];
  }
  if (compared === undefined) return [];
  return [
    ...compared.missing.map(
      (rule) => `“${row.name}”: a finding names ${rule}, ${tool} does not report it, and no reason is given`,
    ),
    ...compared.additional.map(
      (rule) => `“${row.name}”: ${tool} reports ${rule}, no finding names it, and no reason is given`,
    ),
  ];
}

/** Adds up one of the counts over all given tools and checks. */
export function sumOfRules(
  found: readonly ToolAgreement[],
  count: 'rules' | 'rulesWhereBothReport',
): RuleCount {
  const sum = (of: keyof RuleCount) => found.reduce((result, each) => result + each[count][of], 0);
  return { named: sum('named'), reported: sum('reported'), both: sum('both') };
}

/** Rules of the tools that can be run. `Trivy secret` is not a rule but the part of Trivy that reads images. */
function comparableRules(also: readonly string[]): Map<Counterpart, string[]> {
  const rules = new Map<Counterpart, string[]>();
  for (const { tool, ids } of counterpartsByTool(also)) {
    const named = ids.filter((id) => !/\s/u.test(id));
    if (named.length > 0 && tool in comparableTools)
      rules.set(comparableTools[tool as keyof typeof comparableTools], named);
  }
  return rules;
}

interface Answer {
  rule: string;
  /** 0 if the tool names no line. */
  line: number;
}

function parseAnswer(answer: string): Answer {
  const colon = answer.lastIndexOf(':');
  return { rule: answer.slice(0, colon), line: Number(answer.slice(colon + 1)) };
}

/** Tools report different lines of the same instruction: hadolint the first, others the last. */
function sameInstructions(dockerfile: string, ours: number[], theirs: number[]): boolean {
  const { instructions } = parseDockerfile(dockerfile);
  const starts = (lines: number[]) => [
    ...new Set(
      lines.map(
        (line) =>
          instructions.find(({ startLine, endLine }) => startLine <= line && line <= endLine)?.startLine ??
          line,
      ),
    ),
  ];
  return (
    JSON.stringify(starts(ours).toSorted((a, b) => a - b)) ===
    JSON.stringify(starts(theirs).toSorted((a, b) => a - b))
  );
}
