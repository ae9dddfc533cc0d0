/** Longer values or patterns are not matched: the work is their product. */
const maxValue = 256;
const maxPattern = 128;

type Part = { any: 'run' | 'one' } | { char: string };

/**
 * How much of a value's beginning or end a shell pattern of `*` and `?` takes (convertShellPatternToRegex in
 * moby/buildkit frontend/dockerfile/shell/lex.go: no brackets).
 *
 * @returns lengths of all beginnings or ends that match, in rising order; undefined where the pattern is
 *   invalid or either is too long
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
  // reached[n]: the parts so far can match n characters.
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
