import { baseName } from './shell-commands.ts';
import type { ShellCommand } from './shell-commands.ts';

/**
 * The text that a command writes to a file with `echo`, `printf` or `sed -i`; undefined for other commands,
 * and for text that is only printed.
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
