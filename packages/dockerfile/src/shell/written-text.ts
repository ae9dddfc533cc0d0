import { baseName } from './shell-commands.ts';
import type { ShellCommand } from './shell-commands.ts';

/**
 * What a command writes into a file by `echo` or `printf`, or by a substitution of `sed`; undefined for
 * another command, and where it is only printed.
 */
export function writtenText({ words, outputs, pipeline }: ShellCommand): string | undefined {
  const name = baseName(words[0]!);
  if (name === 'sed')
    return words.some((word) => /^-[a-zA-Z]*i|^--in-place/u.test(word))
      ? words.slice(1).join(' ')
      : undefined;
  if (name !== 'echo' && name !== 'printf') return undefined;
  const toFile =
    outputs !== undefined || pipeline?.some(({ words: [first] }) => baseName(first!) === 'tee') === true;
  return toFile ? words.slice(1).join(' ') : undefined;
}
