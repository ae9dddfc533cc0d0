import { isInside } from '../syntax/mounts.ts';
import { baseName } from './shell-commands.ts';
import type { ShellCommand } from './shell-commands.ts';

/**
 * Whether a command deletes the contents of a directory: with rm of the directory, of a parent or of patterns
 * in it, or with find.
 */
export function removes({ words }: ShellCommand, directory: string): boolean {
  const name = baseName(words[0]!);
  const deletes = name === 'rm' || (name === 'find' && (words.includes('-delete') || words.includes('rm')));
  return (
    deletes &&
    words
      .slice(1)
      .some((word) =>
        alternatives(word).some(
          (path) => path.startsWith('/') && (isInside(directory, path) || isInside(path, directory)),
        ),
      )
  );
}

/**
 * `/a/b` for `/a/b/*` and `/a/b/`; `/a/b` and `/a/c` for `/a/{b,c}/*`. The home directory is assumed to be
 * root's.
 */
function alternatives(word: string): string[] {
  const path = word.replace(/^(?:~|\$\{?HOME\}?)(?=\/|$)/u, '/root');
  const braces = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/u.exec(path);
  const paths =
    braces === null ? [path] : braces[2]!.split(',', 50).map((part) => `${braces[1]}${part}${braces[3]}`);
  return paths.map((each) => each.replace(/\/+\**$/u, '').replace(/\*+$/u, ''));
}
