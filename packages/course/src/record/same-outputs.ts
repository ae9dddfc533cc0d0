import type { LessonOutputs } from '@dfm/contracts';

/**
 * Values that differ in every recording although no command has changed, and their replacements for a
 * comparison.
 */
const passing: readonly [pattern: RegExp, kind: string][] = [
  // BuildKit's names for its work items. Before the IDs, because they contain IDs.
  [/\bref [0-9a-f-]{36}::[0-9a-z]+/g, 'ref'],
  [/\b[0-9a-f]{64}\b/g, 'id'],
  [/\b[0-9a-f]{12}\b/g, 'id'],
  [/\bbuildkit-mount\d+/g, 'mount'],
  // The kernel's numbers of namespaces, and the process ID outside the container.
  [/\[\d{10}\]/g, '[number]'],
  [/^(NSpid:\s+)\d+/gm, '$1number'],
  [/\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?Z?)?/g, 'date'],
  [
    /\b(?:Less than a second|About a minute|About an hour|\d+ (?:second|minute|hour|day|week|month)s?)\b/g,
    'while',
  ],
  // The address at which the loader mapped a library.
  [/\b0x[0-9a-f]{16}\b/g, 'address'],
  [/\b\d+\.\d+s\b/g, 'while'],
  // A build step: numbered in the order in which it started, with the elapsed seconds before its output.
  [/^#\d+ \d+\.\d+ /gm, '#step while '],
  [/^#\d+ /gm, '#step '],
  // Columns are as wide as their content.
  [/ {2,}/g, ' '],
];

/**
 * Whether two recordings of a lesson are equivalent: the same commands with the same exit codes and outputs,
 * apart from IDs, times and similar values. In that case, the older recording is kept, so that recording
 * again changes nothing.
 */
export function sameOutputs(one: LessonOutputs, other: LessonOutputs): boolean {
  return (
    one.engineVersion === other.engineVersion &&
    JSON.stringify(one.commands.map(lasting)) === JSON.stringify(other.commands.map(lasting))
  );
}

function lasting(command: LessonOutputs['commands'][number]): LessonOutputs['commands'][number] {
  return {
    ...command,
    output: passing.reduce((text, [pattern, kind]) => text.replace(pattern, kind), command.output),
  };
}
