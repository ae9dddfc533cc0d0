import type { Finding } from '@dfm/contracts';
import type { Dockerfile, Instruction, Span } from './model.ts';
import { positionOf } from './model.ts';

export type SourceRange = Pick<Finding, 'path' | 'line' | 'endLine' | 'column' | 'endColumn'>;

/** The first source line of an instruction, so that a long RUN is not underlined completely. */
export function rangeOf(instruction: Instruction): SourceRange {
  const line = instruction.startLine;
  const text = instruction.raw.split('\n', 1)[0]!;
  const column = text.length - text.trimStart().length + 1;
  return {
    path: 'Dockerfile',
    line,
    endLine: line,
    column,
    endColumn: Math.max(column + 1, text.trimEnd().length + 1),
  };
}

/** Complete lines, 1-based, up to the end of the file. */
export function rangeOfLine({ lines }: Pick<Dockerfile, 'lines'>, line: number, endLine = line): SourceRange {
  const last = Math.min(endLine, lines.length);
  const text = lines[line - 1] ?? '';
  return {
    path: 'Dockerfile',
    line,
    endLine: last,
    column: text.length - text.trimStart().length + 1,
    endColumn: Math.max(
      last === line ? text.length - text.trimStart().length + 2 : 1,
      (lines[last - 1] ?? '').trimEnd().length + 1,
    ),
  };
}

export function rangeOfSpan({ start, end }: Span): SourceRange {
  return {
    path: 'Dockerfile',
    line: start.line,
    endLine: Math.max(start.line, end.line),
    column: start.column,
    endColumn: end.column,
  };
}

/** Characters `from` to `to` (exclusive) of an instruction's `args`. */
export function rangeInArgs(instruction: Instruction, from: number, to: number): SourceRange {
  return rangeOfSpan({ start: positionOf(instruction, from), end: positionOf(instruction, to) });
}
