import { checks, counterpartsByTool, type CheckMeta } from '@dfm/grading';
import { wrapped, type Output } from './output.ts';

/**
 * The explanation of a check as text.
 *
 * @param id ID of a check, or of its counterpart in another tool (DL3009), which several checks may share
 * @returns undefined if no check has that ID
 */
export function explain(id: string, style: Output['style']): string | undefined {
  const exact = checks.filter(({ meta }) => meta.id === id);
  const found =
    exact.length > 0
      ? exact
      : checks.filter(({ meta }) => meta.also.some((other) => other.toLowerCase() === id.toLowerCase()));
  return found.length === 0 ? undefined : found.map(({ meta }) => page(meta, style)).join('\n');
}

function page(
  { id, title, axis, severity, detects, why, fix, bad, good, also }: CheckMeta,
  style: Output['style'],
): string {
  const code = (text: string) => text.replaceAll(/^/gmu, '    ');
  const parts = [
    `${style('bold', title)}\n${style('dim', `${id}  ${severity}  ${axis}`)}\n\n${wrapped(detects, '')}`,
    `${style('bold', 'Why it matters')}\n${wrapped(why, '')}`,
    `${style('bold', 'How to fix it')}\n${wrapped(fix, '')}`,
    `${style('bold', 'Instead of')}\n${code(bad)}`,
    `${style('bold', 'Write')}\n${code(good)}`,
    ...(also.length === 0 ? [] : [`${style('bold', 'In other tools')}\n${counterparts(also)}`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A line for each tool that has rules for the same problem. */
function counterparts(also: readonly string[]): string {
  return counterpartsByTool(also)
    .map(({ tool, ids }) => wrapped(tool === 'others' ? ids.join(', ') : `${tool}: ${ids.join(', ')}`, ''))
    .join('\n');
}
