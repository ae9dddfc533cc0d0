import { nearestName } from '@dfm/dockerfile/syntax/nearest-name';
import {
  checks,
  counterpartsByTool,
  evidenceNames,
  optionDocs,
  type Check,
  type OptionDoc,
} from '@dfm/grading';
import { wrapped, type Output } from './output.ts';

const maxSimilar = 5;
const minWordLength = 3;

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
  return found.length === 0 ? undefined : found.map((check) => page(check, style)).join('\n');
}

/**
 * IDs of checks that an unknown ID may stand for: the one with a typing error in it, and those that share a
 * word with it, at most five.
 */
export function similarIds(id: string): string[] {
  const ids = checks.map(({ meta }) => meta.id);
  const wanted = wordsOf(id);
  const shared = (other: string) =>
    wordsOf(other).filter((word) => wanted.some((each) => each.startsWith(word) || word.startsWith(each)))
      .length;
  const related = ids.filter((other) => shared(other) > 0).toSorted((a, b) => shared(b) - shared(a));
  const nearest = nearestName(id.toLowerCase(), ids);
  return [...new Set([...(nearest === undefined ? [] : [nearest]), ...related])].slice(0, maxSimilar);
}

/** The words of an ID that are long enough to mean something. */
function wordsOf(id: string): string[] {
  return id
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .filter((word) => word.length >= minWordLength);
}

function page(check: Check, style: Output['style']): string {
  const { id, title, axis, severity, detects, why, fix, bad, good, needs, also } = check.meta;
  const code = (text: string) => text.replaceAll(/^/gmu, '    ');
  const parts = [
    `${style('bold', title)}\n${style('dim', `${id}  ${severity}  ${axis}`)}\n\n${wrapped(detects, '')}`,
    `${style('bold', 'Why it matters')}\n${wrapped(why, '')}`,
    `${style('bold', 'How to fix it')}\n${wrapped(fix, '')}`,
    `${style('bold', 'Instead of')}\n${code(bad)}`,
    `${style('bold', 'Write')}\n${code(good)}`,
    `${style('bold', 'Based on')}\n${needs.map((need) => evidenceNames[need]).join(', ')}`,
    ...(optionDocs(check).length === 0
      ? []
      : [`${style('bold', 'Options in a rubric')}\n${optionDocs(check).map(option).join('\n')}`]),
    ...(also.length === 0 ? [] : [`${style('bold', 'In other tools')}\n${counterparts(also)}`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function option({ name, type, default: initial, description }: OptionDoc): string {
  return wrapped(
    `${name} (${type}${initial === undefined ? '' : `, default ${initial}`}): ${description}`,
    '',
  );
}

/** A line for each tool that has rules for the same problem. */
function counterparts(also: readonly string[]): string {
  return counterpartsByTool(also)
    .map(({ tool, ids }) => wrapped(tool === 'others' ? ids.join(', ') : `${tool}: ${ids.join(', ')}`, ''))
    .join('\n');
}
