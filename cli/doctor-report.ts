import type { Result } from '../launcher/doctor/finding.ts';
import type { Report } from '../launcher/doctor/run-checks.ts';
import { type Output, wrapped } from './output.ts';

const marks: Record<Result, string> = { good: '✓', warning: '!', problem: '✗', 'not-checked': '–' };
const formats = { good: 'green', warning: 'yellow', problem: 'red', 'not-checked': 'dim' } as const;

/** The rows of one check in the table for a terminal. */
export function renderReport(
  { name, findings }: Pick<Report, 'name' | 'findings'>,
  nameWidth: number,
  style: Output['style'],
): string {
  const indent = ' '.repeat(nameWidth + 4);
  const rows = findings.map(({ result, saw, advice }, index) => {
    const label = `${style(formats[result], marks[result])} ${(index === 0 ? name : '').padEnd(nameWidth)}  `;
    const text = wrapped(`${result === 'not-checked' ? 'not checked: ' : ''}${saw}`, indent);
    const hint = advice === undefined ? '' : `${wrapped(`→ ${advice}`, indent)}\n`;
    return `${label}${text.slice(indent.length)}\n${hint}`;
  });
  return rows.join('');
}

const words: Record<Result, string> = {
  good: 'good',
  warning: 'with warnings',
  problem: 'with problems',
  'not-checked': 'not checked',
};

/** How many checks had which result. */
export function renderSummary(reports: readonly Pick<Report, 'result'>[]): string {
  const counts = (Object.keys(words) as Result[])
    .map((result) => ({ result, count: reports.filter((report) => report.result === result).length }))
    .filter(({ count }) => count > 0)
    .map(({ result, count }) => `${count} ${words[result]}`);
  return counts.join(', ');
}
