import type { QuickFix } from '@dfm/contracts';
import { installsDependencies } from '@dfm/dockerfile/python/dependency-step';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { assignmentsOf } from '@dfm/dockerfile/syntax/stages';

/**
 * Moves an ARG, and the LABELs that use it, below the last install of its stage.
 *
 * @returns undefined if a different instruction above that place uses it or might use it, or if a stage with
 *   installs may be built FROM this one
 */
export function moveBelowInstalls(
  { instruction: arg, name }: { instruction: Instruction; name: string },
  dockerfile: Dockerfile,
): QuickFix | undefined {
  const stage = dockerfile.stages[arg.stage!]!;
  const below = stage.instructions.filter(({ startLine }) => startLine > arg.startLine);
  const install = below.findLast(installsDependencies);
  if (install === undefined || assignmentsOf(arg, dockerfile.escape).length > 1) return undefined;
  if (dockerfile.stages.some(({ parent }) => parent === stage.index)) return undefined;
  const between = below.filter(({ startLine }) => startLine <= install.startLine);
  const using = between.filter(({ raw }) => new RegExp(`\\b${name}\\b`, 'u').test(raw));
  // A command that installs nothing may read the variable from its environment.
  const runsCommand = between.some((other) => other.keyword === 'RUN' && !installsDependencies(other));
  if (runsCommand || using.some(({ keyword }) => keyword !== 'LABEL')) return undefined;

  const start = firstCommentAbove(arg.startLine, dockerfile.lines);
  const moved = new Set(
    [{ startLine: start, endLine: arg.endLine }, ...using].flatMap(({ startLine, endLine }) =>
      Array.from({ length: endLine - startLine + 1 }, (_, index) => startLine + index),
    ),
  );
  const lines = dockerfile.lines.slice(start - 1, install.endLine);
  const kept = lines.filter((_, index) => !moved.has(start + index));
  const firstKept = kept.findIndex((line) => line.trim() !== '');
  return {
    title: `Move ARG ${name} below the installs`,
    startLine: start,
    endLine: install.endLine,
    text: [
      ...kept.slice(firstKept),
      ...(start < arg.startLine ? [''] : []),
      ...lines.filter((_, index) => moved.has(start + index)),
    ].join('\n'),
  };
}

/** The first line of the comment that is directly above a line, or the line itself. */
function firstCommentAbove(line: number, lines: readonly string[]): number {
  let first = line;
  while (first > 2 && /^\s*#/u.test(lines[first - 2]!)) first -= 1;
  return first;
}
