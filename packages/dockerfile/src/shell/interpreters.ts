import { baseName } from './shell-commands.ts';
import type { ShellCommand } from './shell-commands.ts';

const shell = /^(?:ba|da|a|z|k|mk|c|tc|fi)?sh$/u;
/** Each with the options after which it runs their value and not what it is fed. */
const others: readonly (readonly [program: RegExp, ownScript: RegExp])[] = [
  [/^(?:python|pypy)\d?[\d.]*$/u, /^-[a-zA-Z]*[cm]$/u],
  [/^perl$/u, /^-[a-zA-Z]*[eE]/u],
  [/^ruby$/u, /^-[a-zA-Z]*e/u],
  [/^(?:node|nodejs)$/u, /^(?:-[a-z]*[ep]|--eval|--print)$/u],
  [/^php$/u, /^-[a-zA-Z]*r$/u],
];

/**
 * Whether a command takes its program from standard input: `sh`, `bash -s -- x`, `python3 -`; not `sh file`
 * and `python3 -c x`.
 */
export function readsScript({ words }: ShellCommand): boolean {
  const name = baseName(words[0]!);
  const rest = words.slice(1);
  if (name === '.' || name === 'source') return rest[0] === '/dev/stdin' || rest[0] === '-';
  if (shell.test(name)) {
    if (rest.some((word) => /^-[a-zA-Z]*s$/u.test(word))) return true;
    // The value of -o and -O is no file.
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
 * Whether a command runs the output of a download that the shell puts in: `bash <(curl …)`, `eval "$(curl
 * …)"`, what `sh -c "$(curl …)"` comes down to.
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
