import type { QuickFix } from '@dfm/contracts';
import type { Dockerfile, Instruction } from '../syntax/model.ts';
import { shellBody } from './shell-commands.ts';

/**
 * A fix that appends a command to a RUN: as `&& command` in shell form, on a separate line in a heredoc.
 *
 * @returns undefined if nothing can be appended at the end of the RUN
 */
export function appendCommand(
  run: Instruction,
  command: string,
  title: string,
  { escape }: Pick<Dockerfile, 'escape'>,
): QuickFix | undefined {
  if (run.json !== undefined) return undefined;
  const line = run.endLine;
  const last = run.raw.slice(run.raw.lastIndexOf('\n') + 1);
  if (run.heredocs.length > 0) {
    return shellBody(run) === undefined
      ? undefined
      : { title, startLine: line, endLine: line, text: `${command}\n${last}` };
  }
  // If the RUN ends in a comment line or a dangling escape, its last line is not its last command.
  if (run.pieces.at(-1)?.line !== line || last.trimEnd().endsWith(escape) || /[;&|\\]$/u.test(run.args))
    return undefined;
  const indent = run.startLine === line ? undefined : /^\s*/u.exec(last)![0];
  const text =
    indent === undefined
      ? `${last.trimEnd()} && ${command}`
      : `${last.trimEnd()} ${escape}\n${indent === '' ? '    ' : indent}&& ${command}`;
  return { title, startLine: line, endLine: line, text };
}
