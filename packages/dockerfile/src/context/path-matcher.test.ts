import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PathMatcher } from './path-matcher.ts';
import { parsePathPattern, type PathPattern } from './path-pattern.ts';

/** Whether the parts from `part` on match the characters from `from` on. */
function matches(pattern: PathPattern, path: string, part = 0, from = 0): boolean {
  const current = pattern[part];
  const character = path[from];
  if (current === undefined) return character === undefined;
  const rest = (at: number) => matches(pattern, path, part + 1, at);
  const again = () => character !== undefined && matches(pattern, path, part, from + 1);
  if (current.kind === 'literal') return character === current.character && rest(from + 1);
  if (current.kind === 'class')
    return character !== undefined && current.matches(character) && rest(from + 1);
  if (current.kind === 'folders') return matches(pattern, path, part + 2, from) || rest(from);
  if (current.kind === 'up-to-slash') return (character === '/' && rest(from + 1)) || again();
  return rest(from) || ((current.kind === 'everything' || character !== '/') && again());
}

function lastMatch(patterns: readonly PathPattern[], path: string): number | undefined {
  const ends = [...path, '/'].flatMap((character, at) => (character === '/' ? [at] : []));
  const found = patterns.findLastIndex((pattern) => ends.some((end) => matches(pattern, path.slice(0, end))));
  return found < 0 ? undefined : found;
}

test('matches as backtracking does, with patterns over several words of bits', () => {
  const piece = fc.constantFrom('a', 'b', '/', '*', '**', '**/', '?', '[ab]', '[^a]', '\\a', 'ab/');
  const pattern = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(''));
  const path = fc.array(fc.constantFrom('a', 'b', '/', 'c'), { maxLength: 12 }).map((all) => all.join(''));
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 9 }), fc.array(path, { maxLength: 4 }), (texts, paths) => {
      const patterns = texts.map(parsePathPattern).filter((parsed) => parsed !== undefined);
      const matcher = new PathMatcher(patterns);
      expect(paths.map((one) => matcher.lastMatch(one))).toEqual(
        paths.map((one) => lastMatch(patterns, one)),
      );
    }),
    { numRuns: 5_000 },
  );
});

test('more different characters than are cached', () => {
  const characters = Array.from({ length: 1_000 }, (_, n) => String.fromCodePoint(0x4e00 + n));
  const rules = [...characters.map((character) => `${character}?`), 'z'.repeat(500_000)];
  const matcher = new PathMatcher(rules.map((rule) => parsePathPattern(rule)!));
  for (const [index, character] of [...characters, ...characters].entries())
    expect(matcher.lastMatch(`${character}x/y`)).toBe(index % 1_000);
});
