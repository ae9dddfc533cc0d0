import type { Counterpart } from '../../packages/grading/src/check/finding-case.ts';
import {
  comparableTools,
  minimum,
  sumOfRules,
  type CheckAgreement,
  type Difference,
  type RuleCount,
} from './compare.ts';
import type { CounterpartRecord } from './record.ts';

const shownName = Object.fromEntries(
  Object.entries(comparableTools).map(([shown, tool]) => [tool, shown]),
) as Record<Counterpart, string>;
const order = Object.values(comparableTools);

/**
 * `docs/results/grader-accuracy.md`.
 *
 * @param unanswered rules of each tool that no check lists in `also`
 */
export function resultsPage(
  checks: CheckAgreement[],
  versions: CounterpartRecord['versions'],
  unanswered: Record<Counterpart, string[]>,
): string {
  const compared = checks.filter(({ tools }) => tools.length > 0);
  const differing = compared.reduce((sum, { differences }) => sum + differences.length, 0);
  return `${[
    '# The grader compared with other tools',
    `What our checks report about a Dockerfile, compared with what ${listOf(order.map((tool) => shownName[tool]))}
report about the same file. The files are our own test cases (\`packages/grading/src/checks\`), and each lists
the lines on which we report a finding. A finding names the rules of other tools that report the same problem.
A check whose findings name any rule has at least ${minimum.cases} cases, and at least ${minimum.nearMisses} of them are near misses, in which
it must report nothing. Every difference is intentional and has its reason below: the command that generates
this page fails if a reason is missing. Points come from what is measured on the image, not from these checks.`,
    `Tools: ${order.map((tool) => `${shownName[tool]} ${versions[tool]}`).join(' · ')}. [How each is run](../decisions/0020-compare-checks-with-recorded-tool-results.md).`,
    '## Agreement',
    `The number of cases in which the tool reports exactly the rules that our findings name, out of the cases that
it can read. In brackets: out of the rules that both report with a line, how many are on the same
instructions.`,
    agreementTable(compared),
    '## Rules',
    `Rule by rule: precision is the share of the rules named by our findings that the tool reports too, and recall
is the share of the rules reported by the tool that our findings name too. First for the cases in which both
report something, so that the two can be compared; then for all cases, most of which were written to find what
a tool misses. ${differing} pairs of a case and a tool differ intentionally.`,
    rulesTable(compared),
    '## Differences',
    ...compared.filter(({ differences }) => differences.length > 0).map(differencesOf),
    '## No counterpart',
    `No rule of these tools corresponds to ${listOf(checks.filter(({ tools }) => tools.length === 0).map(({ id }) => `\`${id}\``))}. Their cases are tested all the same.`,
    `None of our checks corresponds to these rules of the tools:\n\n${order
      .filter((tool) => unanswered[tool].length > 0)
      .map(
        (tool) =>
          `- ${shownName[tool]}: ${unanswered[tool].map((rule) => rule.replace(/^kics:/u, '')).join(', ')}`,
      )
      .join('\n')}`,
    '## How to repeat',
    '```sh\nnpm run accuracy               # generates this page and docs/checks.md from the recorded results\nnpm run accuracy -- --record   # runs the tools first; needs Python, Go and the package registries\nnpm run accuracy -- --only ID  # runs the tools on one check, prints the differences, writes nothing\nnpm run counterparts -- FILE   # prints what the tools report about a Dockerfile\n```',
  ].join('\n\n')}\n`;
}

function agreementTable(checks: CheckAgreement[]): string {
  const rows = checks.map(({ id, cases, positives, tools }) => {
    const cells = order.map((tool) => {
      const found = tools.find((candidate) => candidate.tool === tool);
      if (!found) return '';
      const places = found.withLines === 0 ? '' : ` (${found.samePlaces}/${found.withLines})`;
      return `${found.agree}/${found.read}${places}`;
    });
    return `| \`${id}\` | ${cases} | ${cases - positives} | ${cells.join(' | ')} |`;
  });
  return [
    `| check | cases | near misses | ${order.map((tool) => shownName[tool]).join(' | ')} |`,
    `|---|--:|--:|${order.map(() => '--:|').join('')}`,
    ...rows,
  ].join('\n');
}

function rulesTable(checks: CheckAgreement[]): string {
  const found = checks.flatMap(({ tools }) => tools);
  const rows = [
    ...order.map((tool) => ({ name: shownName[tool], of: found.filter((each) => each.tool === tool) })),
    { name: 'all', of: found },
  ].map(
    ({ name, of }) =>
      `| ${name} | ${shares(sumOfRules(of, 'rulesWhereBothReport'))} | ${shares(sumOfRules(of, 'rules'))} |`,
  );
  const head = '| tool | precision where both report | recall | precision in all cases | recall |';
  return [head, '|---|--:|--:|--:|--:|', ...rows].join('\n');
}

function shares({ named, reported, both }: RuleCount): string {
  const share = (part: number, total: number) =>
    total === 0 ? '' : `${(part / total).toFixed(3)} (${part}/${total})`;
  return `${share(both, named)} | ${share(both, reported)}`;
}

/**
 * Grouped by reason, because one habit of a tool affects many cases. The shortest case is shown as the
 * example.
 */
function differencesOf({ id, differences }: CheckAgreement): string {
  const groups = Map.groupBy(differences, ({ reason, kind }) => `${kind}|${reason}`);
  return [`### ${id}`, ...[...groups.values()].map(group)].join('\n\n');
}

/** Which side reports what, by the kind of difference. */
const headings: Record<Difference['kind'], (tools: string, isOne: boolean) => string> = {
  missing: (tools, isOne) => `We report it, ${tools} ${isOne ? 'does' : 'do'} not`,
  additional: (tools, isOne) => `${tools} ${isOne ? 'reports' : 'report'} it, we do not`,
  different: (tools, isOne) => `${tools} ${isOne ? 'reports' : 'report'} something else`,
};

function group(differences: Difference[]): string {
  const [{ kind, reason }] = differences as [Difference, ...Difference[]];
  const cases = new Set(differences.map((difference) => difference.row));
  const example = [...cases].reduce((shortest, candidate) =>
    candidate.dockerfile.length < shortest.dockerfile.length ? candidate : shortest,
  );
  const tools = order
    .filter((tool) => differences.some((difference) => difference.tool === tool))
    .map((tool) => shownName[tool]);
  const who = headings[kind](listOf(tools), tools.length === 1);
  const fence = '`'.repeat(
    Math.max(3, ...[...example.dockerfile.matchAll(/`+/gu)].map(([ticks]) => ticks.length + 1)),
  );
  return `**${who}** (${cases.size} ${cases.size === 1 ? 'case' : 'cases'}, such as “${example.name}”): ${reason?.replace(/\.$/u, '')}.\n\n${fence}dockerfile\n${example.dockerfile.replace(/\n+$/u, '')}\n${fence}`;
}

function listOf(names: string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
}
