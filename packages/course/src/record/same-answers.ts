import type { LessonOutputs } from '@dfm/contracts';

/**
 * What is another one in every recording though no command changed, and what stands in its place while two
 * are compared.
 */
const passing: readonly [pattern: RegExp, kind: string][] = [
  // BuildKit's names of what it is working on: before ids, for they have some within.
  [/\bref [0-9a-f-]{36}::[0-9a-z]+/g, 'ref'],
  [/\b[0-9a-f]{64}\b/g, 'id'],
  [/\b[0-9a-f]{12}\b/g, 'id'],
  [/\bbuildkit-mount\d+/g, 'mount'],
  // The kernel's numbers of namespaces, and of a process as the machine counts.
  [/\[\d{10}\]/g, '[number]'],
  [/^(NSpid:\s+)\d+/gm, '$1number'],
  [/\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?Z?)?/g, 'date'],
  [
    /\b(?:Less than a second|About a minute|About an hour|\d+ (?:second|minute|hour|day|week|month)s?)\b/g,
    'while',
  ],
  // Where the loader put a library.
  [/\b0x[0-9a-f]{16}\b/g, 'address'],
  [/\b\d+\.\d+s\b/g, 'while'],
  // A step of a build: numbered as it happens to begin, with the seconds since then before what it prints.
  [/^#\d+ \d+\.\d+ /gm, '#step while '],
  [/^#\d+ /gm, '#step '],
  // Columns are as wide as what stands in them.
  [/ {2,}/g, ' '],
];

/**
 * Whether two recordings of a lesson say the same: the same commands, answered with the same code and text
 * but for ids, times and the like. Then the older one is kept, so that recording again changes nothing where
 * nothing is different.
 */
export function sameAnswers(one: LessonOutputs, other: LessonOutputs): boolean {
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
