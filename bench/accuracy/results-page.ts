import type { Counterpart } from '../../packages/grading/src/check/finding-case.ts';
import {
  askedTools,
  atLeast,
  sumOfRules,
  type CheckAgreement,
  type Difference,
  type RuleCount,
} from './compare.ts';
import type { CounterpartRecord } from './record.ts';

const shownName = Object.fromEntries(
  Object.entries(askedTools).map(([shown, tool]) => [tool, shown]),
) as Record<Counterpart, string>;
const order = Object.values(askedTools);

/**
 * `docs/results/grader-accuracy.md`.
 *
 * @param unanswered rules of each tool that stand in no check's `also`
 */
export function resultsPage(
  checks: CheckAgreement[],
  versions: CounterpartRecord['versions'],
  unanswered: Record<Counterpart, string[]>,
): string {
  const compared = checks.filter(({ tools }) => tools.length > 0);
  const differing = compared.reduce((sum, { differences }) => sum + differences.length, 0);
  return `${[
    '# The grader beside other tools',
    `What our checks read in a Dockerfile, beside what ${listOf(order.map((tool) => shownName[tool]))} report on the same files. The files are our own: \`packages/grading/src/checks\`, each with the
lines on which we fire, and each tested. A finding names the rules of other tools that say the same about it; a check whose findings name any has at least ${atLeast.cases} cases,
${atLeast.nearMisses} of them near misses, in which it must be silent. Every difference is on purpose and has its reason below; the command that
makes this page fails on one that has none. Points come from what is measured on the image, not from these readings.`,
    `Tools: ${order.map((tool) => `${shownName[tool]} ${versions[tool]}`).join(' · ')}. [How each is run](../decisions/0020-compare-checks-with-recorded-tool-results.md).`,
    '## Agreement',
    'Cases in which the tool reports exactly the rules that our findings name, of those it can read. Behind it, of the rules that both report with a line: how many are on the same instructions.',
    agreementTable(compared),
    '## Rules',
    `Rule by rule: how many of the rules that our findings name in a case the tool reports there (precision), and how many of those that it reports our findings name (recall). First in the cases in
which both report something, so that it can be the same or not; then in all, most of which were written to find what a tool does not see. ${differing} pairs of a case and a tool differ on purpose.`,
    rulesTable(compared),
    '## Differences',
    ...compared.filter(({ differences }) => differences.length > 0).map(differencesOf),
    '## No counterpart',
    `Nothing in these tools answers to ${listOf(checks.filter(({ tools }) => tools.length === 0).map(({ id }) => `\`${id}\``))}. Their cases are tested all the same.`,
    `And no check of ours answers to these rules of theirs:\n\n${order
      .filter((tool) => unanswered[tool].length > 0)
      .map(
        (tool) =>
          `- ${shownName[tool]}: ${unanswered[tool].map((rule) => rule.replace(/^kics:/u, '')).join(', ')}`,
      )
      .join('\n')}`,
    '## Again',
    '```sh\nnpm run accuracy               # this page and docs/checks.md, from the recorded answers\nnpm run accuracy -- --record   # asks the tools first; needs Python, Go and the package registries\nnpm run accuracy -- --only ID  # asks about one check, prints its differences, writes nothing\nnpm run counterparts -- FILE   # what the tools say of a Dockerfile\n```',
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
  const share = (part: number, whole: number) =>
    whole === 0 ? '' : `${(part / whole).toFixed(3)} (${part}/${whole})`;
  return `${share(both, named)} | ${share(both, reported)}`;
}

/** By reason, since one habit of a tool shows in many cases; the shortest case stands for them. */
function differencesOf({ id, differences }: CheckAgreement): string {
  const groups = Map.groupBy(differences, ({ reason, kind }) => `${kind}|${reason}`);
  return [`### ${id}`, ...[...groups.values()].map(group)].join('\n\n');
}

/** Who reports what, by the kind of the difference. */
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
