import type { CheckResult, Finding, ResultDocument } from '@dfm/contracts';
import { megabytesCell, secondsCell } from '../table-cells.ts';
import type { Seed } from './seed-dockerfiles.ts';

export interface GradedSeed {
  seed: Seed;
  /** Undefined if the Dockerfile was only read, not built. */
  result: ResultDocument | undefined;
  findings: Finding[];
}

const axisNames = ['build', 'size', 'cache', 'security', 'runtime'] as const;

/** The report in Markdown: one summary table, then the scores and findings of each Dockerfile. */
export function renderSeedReport(graded: GradedSeed[]): string {
  const engine = graded.find(({ result }) => result?.engine)?.result?.engine;
  const notices = new Set(graded.flatMap(({ result }) => result?.notices ?? []));
  return `${[
    '# Dockerfiles from teaching material, graded',
    `Written by \`npm run seed-report\`; do not edit. Each Dockerfile is built as its document gives it, with a small
FastAPI and scikit-learn service, and graded by every check except health-notices at its default weight. *Cold*
is the first build in a new sandbox, *unchanged* a build of the same files, *edit* a build after adding one
line to the named file. Sizes are uncompressed bytes of files in layers; 1 MB is 10⁶ bytes. Messages and
notices are quoted from the day of the measurement.`,
    ...(engine ? [`Graded by Docker Engine ${engine.version} on ${engine.stampedAt.slice(0, 10)}.`] : []),
    ...[...notices].map((notice) => `> ${notice}`),
    table(
      ['Dockerfile', 'ends', 'score', 'image MB', 'own MB', 'wasted MB', 'cold s', 'unchanged s', 'edit s'],
      graded.map(summaryRow),
    ),
    ...graded.flatMap(section),
  ].join('\n\n')}\n`;
}

function summaryRow({ seed, result }: GradedSeed): string[] {
  if (!result) return [seed.folder, 'read only', '', '', '', '', '', '', ''];
  const { image } = result;
  const replayed = (scenario: string) =>
    cell(result.replay.find((replay) => replay.scenario === scenario)?.totalMs, secondsCell);
  return [
    seed.folder,
    result.status,
    String(result.score),
    cell(image?.totalBytes, megabytesCell),
    cell(image && image.totalBytes - image.baseBytes, megabytesCell),
    cell(image?.wastedBytes, megabytesCell),
    cell(result.cold?.totalMs, secondsCell),
    replayed('no-change'),
    replayed('edit'),
  ];
}

function section({ seed, result, findings }: GradedSeed): string[] {
  const head = [`## ${seed.folder}`, `${seed.title}.`];
  if (seed.changed.length > 0) head.push(seed.changed.map((change) => `- Changed: ${change}.`).join('\n'));
  if (!result)
    return [
      ...head,
      list(
        findings.map((finding) => `**${finding.id}**, line ${finding.line}: ${finding.message}`),
        'No static check reports anything.',
      ),
    ];

  const parts = [...head, `${result.headline}`];
  if (result.failure)
    parts.push(`Ended in phase ${result.failure.phase}: ${oneLine(result.failure.message)}`);
  if (result.failure?.logTail)
    parts.push(['```text', ...result.failure.logTail.trim().split('\n').slice(-3), '```'].join('\n'));
  if (result.status === 'graded') {
    parts.push(
      table(
        ['axis', 'score', 'of'],
        axisNames.map((axis) => [
          axis,
          String(round(result.axes[axis].score)),
          String(result.axes[axis].max),
        ]),
      ),
    );
  }
  const wrong = result.checks.filter((check) => check.status === 'fail' || check.status === 'warn');
  if (wrong.length === 0 && findings.length > 0)
    parts.push(
      list(
        findings.map((finding) => `**${finding.id}**, line ${finding.line}: ${finding.message}`),
        '',
      ),
    );
  else parts.push(list(wrong.map(sentence), 'No check reports anything.'));
  return parts;
}

function sentence(check: CheckResult): string {
  const where = check.line ? `, line ${check.line}` : '';
  return `**${check.id}** (${check.axis}${where}, ${round(check.points)} of ${check.maxPoints}): ${oneLine(check.message)} *${oneLine(check.why)}*`;
}

function list(items: string[], none: string): string {
  return items.length > 0 ? items.map((item) => `- ${item}`).join('\n') : none;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function cell(value: number | undefined, text: (value: number) => string): string {
  return value === undefined ? '' : text(value);
}

function round(points: number): number {
  return Math.round(points * 10) / 10;
}
