import type { CheckResult, ResultDocument } from '@dfm/contracts';
import { formatBytes, formatDuration } from '@dfm/contracts/quantity';
import { plainText } from '@dfm/contracts/terminal-text';
import { visibleTexts } from '@dfm/contracts/visible-text';
import { durationWidth } from './column-widths.ts';
import { wrapped, type Output } from './output.ts';

type Style = Output['style'];

const marks = {
  pass: ['green', 'pass'],
  warn: ['yellow', 'note'],
  fail: ['red', 'fail'],
  skipped: ['dim', 'skip'],
} as const;

/**
 * A verdict as text: the headline, the axes, what was cached, then the findings in the order in which to fix
 * them.
 */
export function renderResult(measured: ResultDocument, style: Style): string {
  const result = visibleTexts(measured);
  const title = `${result.exercise}  ${result.passed ? style('green', 'passed') : style('red', result.status === 'graded' ? 'not passed' : result.status)}`;
  const blocks = [
    `${style('bold', title)}\n${wrapped(result.headline, '')}`,
    failure(measured),
    result.status === 'graded' ? axes(result, style) : undefined,
    replays(result, style),
    image(result),
    findings(result, style),
    ignored(result),
    notices(result, style),
  ];
  return `\n${blocks.filter((block) => block !== undefined).join('\n\n')}\n`;
}

function failure({ failure: why }: ResultDocument): string | undefined {
  if (why === undefined) return undefined;
  const log = plainText(why.logTail ?? '').trimEnd();
  const tail =
    log.trim() === ''
      ? ''
      : `\n\n${log
          .split('\n')
          .slice(-12)
          .map((line) => `    ${line}`)
          .join('\n')}`;
  return `${wrapped(why.message, '  ')}${tail}`;
}

function axes({ axes: scores, score }: ResultDocument, style: Style): string {
  const rows = Object.entries(scores).map(
    ([axis, { score: points, max }]) =>
      `  ${axis.padEnd(9)} ${bar(points, max)}  ${max === 0 ? style('dim', 'not graded') : `${round(points)} of ${round(max)}`}`,
  );
  return `${rows.join('\n')}\n  ${'score'.padEnd(9)} ${' '.repeat(20)}  ${style('bold', `${score} of 100`)}`;
}

function bar(points: number, max: number): string {
  const filled = max === 0 ? 0 : Math.round((points / max) * 20);
  return '█'.repeat(filled) + '·'.repeat(20 - filled);
}

function replays({ cold, replay }: ResultDocument, style: Style): string | undefined {
  const builds = [...(cold === undefined ? [] : [cold]), ...replay];
  if (builds.length === 0) return undefined;
  const rows = builds.map(({ title, totalMs, steps, firstMissLine, stopped }) => {
    const cached = steps.filter((step) => step.cached).length;
    const miss = firstMissLine === undefined ? '' : style('dim', `  cache lost at line ${firstMissLine}`);
    const start = `  ${title.padEnd(34)} ${formatDuration(totalMs).padStart(durationWidth)}  `;
    const stop =
      stopped === undefined
        ? ''
        : `\n${' '.repeat(start.length)}${style('dim', `stopped: the remaining steps took ${formatDuration(stopped.repeatsMs)} in the first build`)}`;
    return `${start}${cached} of ${steps.length} steps cached${miss}${stop}`;
  });
  return rows.join('\n');
}

function image({ image: measured }: ResultDocument): string | undefined {
  if (measured === undefined) return undefined;
  const base =
    measured.base === undefined
      ? ''
      : `, of which ${formatBytes(measured.baseBytes)} are from ${measured.base.reference}`;
  return `  Image ${formatBytes(measured.totalBytes)}${base}; ${formatBytes(measured.wastedBytes)} wasted`;
}

function findings({ checks }: ResultDocument, style: Style): string | undefined {
  const open = checks.filter((check) => check.status === 'fail' || check.status === 'warn');
  const passed = checks.filter((check) => check.status === 'pass');
  const skipped = checks.filter((check) => check.status === 'skipped' && check.maxPoints > 0);
  const lists = [
    open.map((check) => finding(check, style)).join('\n\n'),
    list('Passed', passed),
    list('Not measured', skipped),
  ];
  const shown = lists.filter((text) => text !== '');
  return shown.length === 0 ? undefined : shown.join('\n\n');
}

function finding(check: CheckResult, style: Style): string {
  const [colour, word] = marks[check.status];
  const where = check.line === undefined ? '' : `  ${check.path ?? 'Dockerfile'}:${check.line}`;
  const points =
    check.maxPoints > 0 ? `${round(check.points)} of ${round(check.maxPoints)} points` : undefined;
  const counts = [points, check.required ? 'required' : undefined]
    .filter((part) => part !== undefined)
    .join(', ');
  const next = check.next === undefined ? '' : `\n${wrapped(`Next: ${check.next}`, '        ')}`;
  return `  ${style(colour, word)}  ${style('bold', check.id)}${where}${counts === '' ? '' : style('dim', `  ${counts}`)}\n${wrapped(check.message, '        ')}\n${style('dim', wrapped(check.why, '        '))}${next}`;
}

function list(label: string, checks: readonly CheckResult[]): string {
  return checks.length === 0 ? '' : wrapped(`${label}: ${checks.map((check) => check.id).join(', ')}`, '  ');
}

function ignored({ ignored: entries = [] }: ResultDocument): string | undefined {
  return entries.length === 0
    ? undefined
    : entries
        .map(({ id, line, reason }) => wrapped(`Ignored by a comment: ${id}, line ${line}: ${reason}`, '  '))
        .join('\n');
}

function notices({ notices: texts }: ResultDocument, style: Style): string | undefined {
  return texts.length === 0 ? undefined : texts.map((text) => style('dim', wrapped(text, '  '))).join('\n');
}

function round(points: number): string {
  return String(Math.round(points * 10) / 10);
}
