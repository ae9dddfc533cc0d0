import type { CheckReport, Severity } from '@dfm/contracts';
import { visibleLine } from '@dfm/contracts/visible-text';
import { wrapped, type Output } from './output.ts';

const colours = { error: 'red', warning: 'yellow', info: 'blue' } as const satisfies Record<Severity, string>;

/** Findings shown per file, more than a person reads; the formats for programs contain all of them. */
const maxShown = 1000;

/** The findings of one file as text. */
export function renderFindings(
  { path, findings, ignored }: CheckReport['files'][number],
  style: Output['style'],
): string {
  const name = path === '-' ? 'standard input' : visibleLine(path);
  const ignoredLines = ignored.map(
    ({ id, line, reason }) => `${wrapped(`ignored  line ${line}  ${id}: ${reason}`, '  ')}\n`,
  );
  if (findings.length === 0) return `${style('bold', name)}  no findings\n${ignoredLines.join('')}`;
  const blocks = findings.slice(0, maxShown).map((finding) => {
    const also = finding.also.length === 0 ? '' : style('dim', `  ${finding.also.join(' ')}`);
    const where =
      finding.path === 'Dockerfile' ? `line ${finding.line}` : `${visibleLine(finding.path)}:${finding.line}`;
    return `  ${style(colours[finding.severity], finding.severity)}  ${where}  ${finding.id}${also}\n${wrapped(finding.message, '    ')}\n`;
  });
  const omitted = findings.slice(maxShown);
  const errors = omitted.filter(({ severity }) => severity === 'error').length;
  const rest =
    omitted.length === 0
      ? ''
      : `  Not shown: ${omitted.length} more, including ${errors} with severity error. Use --format json for all of them.\n`;
  return `${style('bold', name)}\n${blocks.join('')}${rest}${ignoredLines.join('')}`;
}
