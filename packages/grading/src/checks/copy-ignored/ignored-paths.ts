/** Larger .dockerignore files and longer paths are not judged, so that the work stays bounded. */
const maxPatterns = 1000;
const maxLength = 512;

interface Pattern {
  negated: boolean;
  tokens: Token[];
  text: string;
}

/**
 * `many` is `*`, `deep` is `**`. `**` followed by a slash is two tokens: `maybe`, which can skip `folders`,
 * and `folders`, which matches up to a slash.
 */
type Token = { kind: 'char'; char: string } | { kind: 'one' | 'many' | 'deep' | 'maybe' | 'folders' };

/**
 * The patterns of a .dockerignore, as moby/patternmatcher reads them. Undefined if there are too many to
 * judge.
 */
export function ignorePatterns(text: string): Pattern[] | undefined {
  const lines = text.replace(/^\uFEFF/u, '').split('\n');
  if (lines.length > maxPatterns) return undefined;
  const patterns: Pattern[] = [];
  for (const line of lines) {
    const trimmed = line.trim();
    if (line.startsWith('#') || trimmed === '' || trimmed.length > maxLength) continue;
    const negated = trimmed.startsWith('!');
    const cleaned = cleanPath((negated ? trimmed.slice(1) : trimmed).trim());
    if (cleaned !== '') patterns.push({ negated, tokens: tokensOf(cleaned), text: cleaned });
  }
  return patterns;
}

/**
 * Whether the patterns exclude a source of COPY or one of its parent folders. A source that a later `!` may
 * include again counts as not excluded.
 */
export function isIgnored(source: string, patterns: readonly Pattern[]): boolean {
  const path = cleanPath(source);
  if (path.length > maxLength) return false;
  if (path === '')
    return (
      patterns.every(({ negated }) => !negated) &&
      patterns.some(({ text }) => text === '*' || text === '**' || text === '**/*')
    );
  const parts = path.split('/');
  const ways = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  let ignored = false;
  for (const { negated, tokens, text } of patterns) {
    if (negated && text.startsWith(`${path}/`)) return false;
    if (ways.some((way) => matches(tokens, way))) ignored = !negated;
  }
  return ignored;
}

/** The path without `.`, `..`, double slashes and slashes at both ends; empty for the root. */
function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at]!;
    if (char === '*' && pattern[at + 1] === '*') {
      at += 1;
      if (pattern[at + 1] !== '/') {
        tokens.push({ kind: 'deep' });
        continue;
      }
      at += 1;
      tokens.push({ kind: 'maybe' }, { kind: 'folders' });
    } else if (char === '*') {
      tokens.push({ kind: 'many' });
    } else if (char === '?') {
      tokens.push({ kind: 'one' });
    } else {
      if (char === '\\' && at + 1 < pattern.length) at += 1;
      tokens.push({ kind: 'char', char: pattern[at]! });
    }
  }
  return tokens;
}

/** Keeps the set of positions in the pattern that the path can have reached so far. */
function matches(tokens: readonly Token[], path: string): boolean {
  let reached = skippable(tokens, new Set([0]));
  for (const char of path) {
    const next = new Set<number>();
    for (const at of reached) {
      const token = tokens[at];
      if (token === undefined) continue;
      if (token.kind === 'folders' && char === '/') next.add(at + 1);
      if (token.kind === 'deep' || token.kind === 'folders' || (token.kind === 'many' && char !== '/'))
        next.add(at);
      else if ((token.kind === 'one' && char !== '/') || (token.kind === 'char' && token.char === char))
        next.add(at + 1);
    }
    reached = skippable(tokens, next);
  }
  return reached.has(tokens.length);
}

/**
 * Adds positions after stars, which may match nothing. The set grows during iteration, so each position is
 * visited once.
 */
function skippable(tokens: readonly Token[], reached: Set<number>): Set<number> {
  for (const at of reached) {
    const kind = tokens[at]?.kind;
    if (kind === 'many' || kind === 'deep' || kind === 'maybe') reached.add(at + 1);
    if (kind === 'maybe') reached.add(at + 2);
  }
  return reached;
}
