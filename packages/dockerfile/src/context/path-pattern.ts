/**
 * A line of .dockerignore as moby/patternmatcher reads it: `*` and `?` stop at a slash, `**` does not,
 * `[a-z]` and `[^a-z]` match one character, and a backslash makes the next character literal.
 */
export type PathPattern = readonly Part[];

type Part =
  | { kind: 'literal'; character: string }
  /** `?` or a range in brackets. */
  | { kind: 'class'; matches: (character: string) => boolean }
  /** `*` */
  | { kind: 'within-name' }
  /** `**` with more after it: matches nothing, or what the next part, `up-to-slash`, matches. */
  | { kind: 'folders' }
  | { kind: 'up-to-slash' }
  /** `**` at the end of the pattern. */
  | { kind: 'everything' };

/** @returns undefined if the engine reports “syntax error in pattern” */
export function parsePathPattern(text: string): PathPattern | undefined {
  const characters = [...text];
  const parts: Part[] = [];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at];
    if (character === '*' && characters[at + 1] === '*') {
      at += characters[at + 2] === '/' ? 2 : 1;
      if (at + 1 >= characters.length) parts.push({ kind: 'everything' });
      // `**/` a second time matches nothing more.
      else if (parts.at(-1)?.kind !== 'up-to-slash') parts.push({ kind: 'folders' }, { kind: 'up-to-slash' });
    } else if (character === '*') parts.push({ kind: 'within-name' });
    else if (character === '?') parts.push({ kind: 'class', matches: (candidate) => candidate !== '/' });
    else if (character === '[') {
      const range = characterRange(characters, at + 1);
      if (range === undefined) return undefined;
      parts.push({ kind: 'class', matches: range.matches });
      at = range.end;
    } else {
      if (character === '\\') at += 1;
      const literal = characters[at];
      if (literal === undefined) return undefined;
      parts.push({ kind: 'literal', character: literal });
    }
  }
  return parts;
}

/**
 * Reads the text between brackets. @returns undefined if they are not closed or a range has no end (Go's
 * path/filepath.Match)
 */
function characterRange(
  characters: readonly string[],
  from: number,
): { matches: (character: string) => boolean; end: number } | undefined {
  const negated = characters[from] === '^';
  const ranges: [low: string, high: string][] = [];
  let at = negated ? from + 1 : from;
  const bound = (): string | undefined => {
    if (characters[at] === '-' || characters[at] === ']') return undefined;
    if (characters[at] === '\\') at += 1;
    const found = characters[at];
    at += 1;
    return found;
  };
  while (ranges.length === 0 || characters[at] !== ']') {
    const low = bound();
    if (low === undefined) return undefined;
    let high: string | undefined = low;
    if (characters[at] === '-') {
      at += 1;
      high = bound();
    }
    if (high === undefined) return undefined;
    ranges.push([low, high]);
  }
  return {
    matches: (character) =>
      character !== '/' && ranges.some(([low, high]) => low <= character && character <= high) !== negated,
    end: at,
  };
}
