import type { Counterpart } from '../../packages/grading/cases/finding-case.ts';
import { askedTools, atLeast, type CheckAgreement, type Difference } from './compare.ts';
import type { CounterpartRecord } from './record.ts';

const shownName = Object.fromEntries(Object.entries(askedTools).map(([shown, tool]) => [tool, shown])) as Record<Counterpart, string>;
const order = Object.values(askedTools);

/**
 * `docs/results/grader-accuracy.md`.
 * @param unanswered rules of each tool that stand in no check's `also`
 */
export function resultsPage(checks: CheckAgreement[], versions: CounterpartRecord['versions'], unanswered: Record<Counterpart, string[]>): string {
  const compared = checks.filter(({ tools }) => tools.length > 0);
  return `${[
    '# The grader beside other tools',
    `What our checks read in a Dockerfile, beside what ${listOf(order.map((tool) => shownName[tool]))} say of the same files. The files are our own: \`packages/grading/cases\`, each with the
lines on which we fire, and each tested. A check is compared with a tool that has a rule for the same thing; it then has at least ${atLeast.cases} cases,
${atLeast.nearMisses} of them near misses, in which it must be silent. Every difference is on purpose and has its reason below; the command that
makes this page fails on one that has none. Points come from what is measured on the image, not from these readings.`,
    `Tools: ${order.map((tool) => `${shownName[tool]} ${versions[tool]}`).join(' · ')}. [How each is run](../decisions/0020-verdicts-beside-other-tools.md).`,
    '## Agreement',
    'Cases in which both fire or both are silent, of those that the tool can read and has a rule for. Behind it, where both fire: how often they mean the same instructions.',
    agreementTable(compared),
    totals(compared),
    ...silentRules(compared),
    '## Differences',
    ...compared.filter(({ differences }) => differences.length > 0).map(differencesOf),
    '## No counterpart',
    `Nothing in these tools answers to ${listOf(checks.filter(({ tools }) => tools.length === 0).map(({ id }) => `\`${id}\``))}. Their cases are tested all the same.`,
    `And no check of ours answers to these rules of theirs:\n\n${order.filter((tool) => unanswered[tool].length > 0).map((tool) => `- ${shownName[tool]}: ${unanswered[tool].map((rule) => rule.replace(/^kics:/u, '')).join(', ')}`).join('\n')}`,
    '## Again',
    '```sh\nnpm run accuracy               # this page and docs/checks.md, from the recorded answers\nnpm run accuracy -- --record   # asks the tools first; needs Python, Go and the package registries\nnpm run accuracy -- --only ID  # asks about one check, prints its differences, writes nothing\nnpm run counterparts -- FILE   # what the tools say of a Dockerfile\n```',
  ].join('\n\n')}\n`;
}

function agreementTable(checks: CheckAgreement[]): string {
  const rows = checks.map(({ id, cases, positives, tools }) => {
    const cells = order.map((tool) => {
      const found = tools.find((candidate) => candidate.tool === tool);
      if (!found) return '';
      const places = found.bothFire === 0 ? '' : ` (${found.samePlaces}/${found.bothFire})`;
      return `${found.agree}/${found.read}${places}`;
    });
    return `| \`${id}\` | ${cases} | ${cases - positives} | ${cells.join(' | ')} |`;
  });
  return [`| check | cases | near misses | ${order.map((tool) => shownName[tool]).join(' | ')} |`, `|---|--:|--:|${order.map(() => '--:|').join('')}`, ...rows].join('\n');
}

function totals(checks: CheckAgreement[]): string {
  const of = (tool: Counterpart) => checks.flatMap(({ tools }) => tools.filter((found) => found.tool === tool));
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  return `In all: ${order.map((tool) => `${shownName[tool]} ${sum(of(tool).map(({ agree }) => agree))} of ${sum(of(tool).map(({ read }) => read))}`).join(' · ')}.`;
}

function silentRules(checks: CheckAgreement[]): string[] {
  const silent = checks.flatMap(({ id, tools }) => tools.flatMap((found) => found.silentRules.map((rule) => `\`${rule}\` (\`${id}\`)`)));
  return silent.length === 0 ? [] : [`Rules that fire in no case of the check they stand for: ${silent.join(', ')}.`];
}

/** By reason, since one habit of a tool shows in many cases; the shortest case stands for them. */
function differencesOf({ id, differences }: CheckAgreement): string {
  const groups = Map.groupBy(differences, ({ reason, row }) => `${row.lines.length > 0}|${reason}`);
  return [`### ${id}`, ...[...groups.values()].map(group)].join('\n\n');
}

function group(differences: Difference[]): string {
  const [{ row, reason }] = differences as [Difference, ...Difference[]];
  const cases = new Set(differences.map((difference) => difference.row));
  const example = [...cases].reduce((shortest, candidate) => (candidate.dockerfile.length < shortest.dockerfile.length ? candidate : shortest));
  const tools = order.filter((tool) => differences.some((difference) => difference.tool === tool)).map((tool) => shownName[tool]);
  const who = row.lines.length > 0 ? `We fire, ${listOf(tools)} ${tools.length === 1 ? 'does' : 'do'} not` : `${listOf(tools)} ${tools.length === 1 ? 'fires' : 'fire'}, we do not`;
  const fence = '`'.repeat(Math.max(3, ...[...example.dockerfile.matchAll(/`+/gu)].map(([ticks]) => ticks.length + 1)));
  return `**${who}** (${cases.size} ${cases.size === 1 ? 'case' : 'cases'}, such as “${example.name}”): ${reason?.replace(/\.$/u, '')}.\n\n${fence}dockerfile\n${example.dockerfile.replace(/\n+$/u, '')}\n${fence}`;
}

function listOf(names: string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
}
