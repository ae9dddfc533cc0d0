import type { QuickFix } from '@dfm/contracts';
import type { Dockerfile } from '../syntax/model.ts';
import type { ShellCommand } from './shell-commands.ts';

/**
 * A fix that inserts text directly after one of a command's words.
 *
 * @param text starts with a space if it is to be a separate word
 * @returns undefined if the word's position in the file is not known, as in `sh -c '…'` and in exec form
 */
export function insertAfter(
  command: ShellCommand,
  wordAt: number,
  text: string,
  title: string,
  { lines }: Pick<Dockerfile, 'lines'>,
): QuickFix | undefined {
  const end = command.wordEnds[wordAt];
  if (end === undefined) return undefined;
  const line = lines[end.line - 1]!;
  return {
    title,
    startLine: end.line,
    endLine: end.line,
    text: `${line.slice(0, end.column - 1)}${text}${line.slice(end.column - 1)}`,
  };
}
