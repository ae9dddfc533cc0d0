/** Longer values and patterns are not matched, because the time is the product of both lengths. */
const maxValue = 256;
const maxPattern = 128;

type Part = { any: 'run' | 'one' } | { char: string };

/**
 * The lengths of a value's prefixes or suffixes that a shell pattern of `*` and `?` matches
 * (convertShellPatternToRegex in moby/buildkit frontend/dockerfile/shell/lex.go: no brackets).
 *
 * @returns the lengths of all prefixes or suffixes that match, in ascending order; undefined if the pattern
 *   is invalid or either text is too long
 */
export function matchingLengths(pattern: string, value: string, from: 'start' | 'end'): number[] | undefined {
  if (value.length > maxValue || pattern.length > maxPattern) return undefined;
  const parts = partsOf(pattern);
  if (parts === undefined) return undefined;
  const chars = value.split('');
  if (from === 'end') {
    parts.reverse();
    chars.reverse();
  }
  // reached[n]: whether the parts so far can match n characters.
  let reached = [true, ...chars.map(() => false)];
  for (const part of parts) {
    if ('any' in part && part.any === 'run') {
      const first = reached.indexOf(true);
      reached = reached.map((_, n) => first >= 0 && n >= first);
    } else {
      const before = reached;
      reached = before.map(
        (_, n) => n > 0 && before[n - 1]! && ('any' in part || chars[n - 1] === part.char),
      );
    }
  }
  return reached.flatMap((matches, n) => (matches ? [n] : []));
}

function partsOf(pattern: string): Part[] | undefined {
  const parts: Part[] = [];
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern[i]!;
    if (char === '*') parts.push({ any: 'run' });
    else if (char === '?') parts.push({ any: 'one' });
    else if (char !== '\\') parts.push({ char });
    else {
      i += 1;
      const escaped = pattern[i];
      if (escaped === undefined || !'*?\\}/'.includes(escaped)) return undefined;
      parts.push({ char: escaped });
    }
  }
  return parts;
}
