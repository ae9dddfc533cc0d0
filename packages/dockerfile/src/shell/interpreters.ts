import { baseName } from './shell-commands.ts';
import type { ShellCommand } from './shell-commands.ts';

const shell = /^(?:ba|da|a|z|k|mk|c|tc|fi)?sh$/u;
/**
 * Other interpreters, each with the options that pass it a script, in which case it does not run standard
 * input.
 */
const others: readonly (readonly [program: RegExp, ownScript: RegExp])[] = [
  [/^(?:python|pypy)\d?[\d.]*$/u, /^-[a-zA-Z]*[cm]$/u],
  [/^perl$/u, /^-[a-zA-Z]*[eE]/u],
  [/^ruby$/u, /^-[a-zA-Z]*e/u],
  [/^(?:node|nodejs)$/u, /^(?:-[a-z]*[ep]|--eval|--print)$/u],
  [/^php$/u, /^-[a-zA-Z]*r$/u],
];

/**
 * Whether a command reads its script from standard input, as `sh`, `bash -s -- x` and `python3 -` do, but `sh
 * file` and `python3 -c x` do not.
 */
export function readsScript({ words }: ShellCommand): boolean {
  const name = baseName(words[0]!);
  const rest = words.slice(1);
  if (name === '.' || name === 'source') return rest[0] === '/dev/stdin' || rest[0] === '-';
  if (shell.test(name)) {
    if (rest.some((word) => /^-[a-zA-Z]*s$/u.test(word))) return true;
    // The value of -o and -O is not a file.
    const file = rest.find(
      (word, at) => !/^[-+]./u.test(word) && !/^[-+][a-zA-Z]*[oO]$/u.test(rest[at - 1] ?? ''),
    );
    return file === undefined || file === '-' || file === '/dev/stdin';
  }
  const ownScript = others.find(([program]) => program.test(name))?.[1];
  if (ownScript === undefined || rest.some((word) => ownScript.test(word))) return false;
  const file = rest.find((word) => !/^-./u.test(word));
  return file === undefined || file === '-' || file === '/dev/stdin';
}

const downloadInside = /^["']?(?:\$\(|<\(|`)\s*(?:sudo\s+)?(?:curl|wget)\s/u;

/**
 * Whether a command runs the substituted output of a download, as `bash <(curl …)`, `eval "$(curl …)"` and
 * the inner command of `sh -c "$(curl …)"` do.
 */
export function runsSubstitution({ words }: ShellCommand): boolean {
  if (downloadInside.test(words[0]!)) return true;
  const name = baseName(words[0]!);
  const runs =
    name === '.' ||
    name === 'source' ||
    name === 'eval' ||
    shell.test(name) ||
    others.some(([program]) => program.test(name));
  return runs && words.some((word) => downloadInside.test(word));
}
