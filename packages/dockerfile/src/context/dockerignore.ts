import { PathMatcher } from './path-matcher.ts';
import { parsePathPattern, type PathPattern } from './path-pattern.ts';

/** A line of a .dockerignore that the engine can read. */
interface Rule {
  /** 1-based. */
  line: number;
  /** Whether the line begins with `!`. */
  exception: boolean;
  /** The pattern without `!`, as {@link cleanPath} writes it. */
  path: string;
}

export interface Dockerignore {
  /** In the order of the lines. */
  rules: readonly Rule[];
  /**
   * Whether a path, relative to the context, is excluded. The last line that matches the path or one of its
   * parent folders decides.
   */
  ignores(path: string): boolean;
  /**
   * The line that decides whether a path is excluded: the last that matches it or one of its parent folders.
   * Undefined if no line matches; the path is then sent.
   */
  decidedBy(path: string): Rule | undefined;
  /** The first line that the engine rejects. This parser excludes nothing for it. */
  unreadable: { line: number; text: string } | undefined;
}

/** Reads a .dockerignore as the engine does (moby/patternmatcher, ignorefile.ReadAll). */
export function parseDockerignore(text: string): Dockerignore {
  const rules: Rule[] = [];
  const patterns: PathPattern[] = [];
  let unreadable: Dockerignore['unreadable'];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const line = raw.trim();
    if (raw.startsWith('#') || line === '') continue;
    const exception = line.startsWith('!');
    const written = exception ? line.slice(1).trim() : line;
    const path = cleanPath(written);
    const pattern = written === '' ? undefined : parsePathPattern(path);
    if (pattern === undefined) unreadable ??= { line: index + 1, text: line };
    else {
      rules.push({ line: index + 1, exception, path });
      patterns.push(pattern);
    }
  }
  const matcher = new PathMatcher(patterns);
  const decidedBy: Dockerignore['decidedBy'] = (path) => rules[matcher.lastMatch(path) ?? -1];
  return {
    rules,
    ignores: (path) => decidedBy(path)?.exception === false,
    decidedBy,
    unreadable,
  };
}

/**
 * A path without empty parts, `.` and a leading slash, and with `..` resolved where possible; `.` for the
 * root.
 */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !path.startsWith('/')) parts.push(part);
  }
  return parts.length === 0 ? '.' : parts.join('/');
}
