import { baseName } from '../dockerfile/shell-commands.ts';
import type { ShellCommand } from '../dockerfile/shell-commands.ts';

/** A command that downloads Python packages. */
export interface PackageInstall {
  tool: 'pip' | 'uv';
  /** Index of the word `install`, `wheel`, `sync` or `add`. */
  verbAt: number;
}

/** Recognises `pip install`, `python -m pip install`, `uv pip install`, `uv sync`, `uv add` and their like. */
export function packageInstall({ words }: ShellCommand): PackageInstall | undefined {
  const name = baseName(words[0]!);
  if (/^pip(?:\d[\d.]*)?$/u.test(name)) return withVerb('pip', words, 1, ['install', 'wheel']);
  if (/^(?:python|pypy)(?:\d[\d.]*)?$/u.test(name)) {
    const at = words.findIndex((word, i) => word === 'pip' && words[i - 1] === '-m');
    return at < 0 ? undefined : withVerb('pip', words, at + 1, ['install', 'wheel']);
  }
  if (name !== 'uv') return undefined;
  const first = nextWord(words, 1);
  return words[first] === 'pip' ? withVerb('uv', words, first + 1, ['install', 'sync']) : withVerb('uv', words, 1, ['sync', 'add']);
}

function withVerb(tool: PackageInstall['tool'], words: string[], from: number, verbs: string[]): PackageInstall | undefined {
  const verbAt = nextWord(words, from);
  return verbs.includes(words[verbAt] ?? '') ? { tool, verbAt } : undefined;
}

/** Index of the first word from `from` on that is no option. */
export function nextWord(words: readonly string[], from: number): number {
  let at = from;
  while (words[at]?.startsWith('-')) at += 1;
  return at;
}
