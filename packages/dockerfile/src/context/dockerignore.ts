import { matchesPathOrParent, parsePathPattern, type PathPattern } from './path-pattern.ts';

export interface Dockerignore {
  /**
   * Whether a path below the context's folder is left out. Of the lines that match it or a folder above it
   * the last one decides.
   */
  ignores(path: string): boolean;
  /**
   * The line that decides about a path: the last that matches it or a folder above it. Undefined where none
   * does, and the path is sent.
   */
  decidedBy(path: string): { line: number; exception: boolean } | undefined;
  /** The first line that the engine refuses to read. It leaves nothing out here. */
  unreadable: { line: number; text: string } | undefined;
}

/** Reads a .dockerignore as the engine does (moby/patternmatcher, ignorefile.ReadAll). */
export function parseDockerignore(text: string): Dockerignore {
  const rules: { line: number; exception: boolean; pattern: PathPattern }[] = [];
  let unreadable: Dockerignore['unreadable'];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const line = raw.trim();
    if (raw.startsWith('#') || line === '') continue;
    const exception = line.startsWith('!');
    const path = exception ? line.slice(1).trim() : line;
    const pattern = path === '' ? undefined : parsePathPattern(cleanPath(path));
    if (pattern === undefined) unreadable ??= { line: index + 1, text: line };
    else rules.push({ line: index + 1, exception, pattern });
  }
  const decidedBy: Dockerignore['decidedBy'] = (path) =>
    rules.findLast(({ pattern }) => matchesPathOrParent(pattern, path));
  return {
    ignores: (path) => decidedBy(path)?.exception === false,
    decidedBy,
    unreadable,
  };
}

/** Without empty and `.` parts, `..` resolved where it can be, and without a leading slash. */
function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !path.startsWith('/')) parts.push(part);
  }
  return parts.length === 0 ? '.' : parts.join('/');
}
