import { expect, test } from 'vitest';
import { parseDockerignore } from './dockerignore.ts';

test.each<[name: string, rules: string, path: string, ignored: boolean]>([
  ['a name', 'a.txt', 'a.txt', true],
  ['near miss: a name inside a folder', 'a.txt', 'b/a.txt', false],
  ['a folder matches everything below it', 'data', 'data/a/b.csv', true],
  ['a folder with surrounding slashes', '/data/', 'data/a.csv', true],
  ['near miss: a longer name', 'data', 'database/a.csv', false],
  ['dots in a path', './a/../data/.', 'data/a.csv', true],
  ['a star matches within one folder', '*.csv', 'a.csv', true],
  ['near miss: a star does not cross a slash', '*.csv', 'data/a.csv', false],
  ['a star for a folder', 'a/*/c', 'a/b/c/d', true],
  ['a question mark', 'a?c', 'abc', true],
  ['near miss: a question mark needs a character', 'a?c', 'ac', false],
  ['near miss: a question mark does not match a slash', 'a?c', 'a/c', false],
  ['two stars match no folder', '**/a.csv', 'a.csv', true],
  ['two stars match several folders', '**/a.csv', 'x/y/a.csv', true],
  ['near miss: two stars do not match part of a name', '**/a.csv', 'x/ba.csv', false],
  ['two stars at the end', 'data/**', 'data/x/y', true],
  ['two stars in the middle', 'a/**/z', 'a/b/c/z', true],
  ['two stars in the middle match no folder', 'a/**/z', 'a/z', true],
  ['stars after stars', 'x**/**/a', 'x/y/a', true],
  ['a folder matched by two stars', '**/__pycache__', 'a/__pycache__/b.pyc', true],
  ['a range', '[a-c]x', 'bx', true],
  ['near miss: outside the range', '[a-c]x', 'dx', false],
  ['a negated range', '[^a-c]x', 'dx', true],
  ['an escaped bracket', '\\[a]', '[a]', true],
  ['an escaped hyphen in a range', '[\\-a]', '-', true],
  ['regular-expression characters are not a pattern', '(a+)+$', 'aa', false],
  ['regular-expression characters match themselves', '(a+)+$', '(a+)+$', true],
  ['names are case-sensitive', 'A', 'a', false],
  ['a comment', '#a', '#a', false],
  ['the last matching line decides', '*\n!a\na', 'a', true],
  ['an exception', '*\n!a/b', 'a/b', false],
  ['an exception re-includes only what it matches', '*\n!a/b', 'a/c', true],
  ['Windows line endings and a byte order mark', '\uFEFFa\r\nb\r\n', 'b', true],
  ['a property name of Object.prototype', 'a', 'constructor', false],
])('%s', (_name, rules, path, ignored) => {
  expect(parseDockerignore(rules).ignores(path)).toBe(ignored);
});

test.each<[name: string, rules: string, path: string, line: number | undefined]>([
  ['the matching line', '# c\n\ndata', 'data/a.csv', 3],
  ['the last of several', 'data\n**/*.csv\nnotes', 'data/a.csv', 2],
  ['an exception that re-includes the path', '*\n!a', 'a', 2],
  ['near miss: an exception for another path', '*\n!a', 'b', 1],
  ['no line: the path is sent', 'data', 'database', undefined],
])('decided by %s', (_name, rules, path, line) => {
  expect(parseDockerignore(rules).decidedBy(path)?.line).toBe(line);
});

test.each<[name: string, rules: string, line: number | undefined]>([
  ['an open bracket', 'a\n[b', 2],
  ['an empty range', '[]', 1],
  ['an incomplete range', '[a-]', 1],
  ['a trailing backslash', '# c\n\n\\', 3],
  ['an empty exception', '!', 1],
  ['near miss: an unmatched closing bracket', 'a]', undefined],
])('unreadable: %s', (_name, rules, line) => {
  expect(parseDockerignore(rules).unreadable?.line).toBe(line);
});

/** A backtracking matcher would not finish any of these. */
test.each<[name: string, rules: string, path: string]>([
  ['stars', `${'*a'.repeat(60)}*b`, 'a'.repeat(200)],
  ['double stars', `${'**/a'.repeat(60)}/**/b`, 'a/'.repeat(100) + 'c'],
  ['groups of a regular expression', '([^x]+)+!', 'y'.repeat(200)],
  ['many lines', `${'*a'.repeat(30)}*b\n`.repeat(1_000), 'a'.repeat(60)],
])('hostile patterns are matched in time: %s', (_name, rules, path) => {
  expect(parseDockerignore(rules).ignores(path)).toBe(false);
});
