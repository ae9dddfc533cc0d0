import { expect, test } from 'vitest';
import { parseDockerignore } from './dockerignore.ts';

test.each<[name: string, rules: string, path: string, ignored: boolean]>([
  ['a name', 'a.txt', 'a.txt', true],
  ['near miss: a name inside a folder', 'a.txt', 'b/a.txt', false],
  ['a folder holds everything below it', 'data', 'data/a/b.csv', true],
  ['a folder with slashes around', '/data/', 'data/a.csv', true],
  ['near miss: a longer name', 'data', 'database/a.csv', false],
  ['dots in a path', './a/../data/.', 'data/a.csv', true],
  ['a star stays in its folder', '*.csv', 'a.csv', true],
  ['near miss: a star past a slash', '*.csv', 'data/a.csv', false],
  ['a star for a folder', 'a/*/c', 'a/b/c/d', true],
  ['a question mark', 'a?c', 'abc', true],
  ['near miss: a question mark for nothing', 'a?c', 'ac', false],
  ['near miss: a question mark for a slash', 'a?c', 'a/c', false],
  ['two stars for no folder', '**/a.csv', 'a.csv', true],
  ['two stars for folders', '**/a.csv', 'x/y/a.csv', true],
  ['near miss: two stars for half a name', '**/a.csv', 'x/ba.csv', false],
  ['two stars at the end', 'data/**', 'data/x/y', true],
  ['two stars in the middle', 'a/**/z', 'a/b/c/z', true],
  ['two stars in the middle for nothing', 'a/**/z', 'a/z', true],
  ['stars after stars', 'x**/**/a', 'x/y/a', true],
  ['a folder that two stars find', '**/__pycache__', 'a/__pycache__/b.pyc', true],
  ['a range', '[a-c]x', 'bx', true],
  ['near miss: beyond the range', '[a-c]x', 'dx', false],
  ['not of a range', '[^a-c]x', 'dx', true],
  ['a bracket as it is', '\\[a]', '[a]', true],
  ['a minus in a range', '[\\-a]', '-', true],
  ['characters that mean something elsewhere', '(a+)+$', 'aa', false],
  ['and stand for themselves', '(a+)+$', '(a+)+$', true],
  ['case counts', 'A', 'a', false],
  ['a comment', '#a', '#a', false],
  ['the last line that matches decides', '*\n!a\na', 'a', true],
  ['an exception', '*\n!a/b', 'a/b', false],
  ['an exception only brings back its own', '*\n!a/b', 'a/c', true],
  ['Windows line ends and a byte order mark', '\uFEFFa\r\nb\r\n', 'b', true],
  ['names of every object', 'a', 'constructor', false],
])('%s', (_name, rules, path, ignored) => {
  expect(parseDockerignore(rules).ignores(path)).toBe(ignored);
});

test.each<[name: string, rules: string, path: string, line: number | undefined]>([
  ['the line that matches', '# c\n\ndata', 'data/a.csv', 3],
  ['of several the last', 'data\n**/*.csv\nnotes', 'data/a.csv', 2],
  ['an exception that brings back', '*\n!a', 'a', 2],
  ['near miss: an exception for another', '*\n!a', 'b', 1],
  ['none: the path is sent', 'data', 'database', undefined],
])('decided by %s', (_name, rules, path, line) => {
  expect(parseDockerignore(rules).decidedBy(path)?.line).toBe(line);
});

test.each<[name: string, rules: string, line: number | undefined]>([
  ['an open bracket', 'a\n[b', 2],
  ['an empty range', '[]', 1],
  ['half a range', '[a-]', 1],
  ['a backslash for nothing', '# c\n\n\\', 3],
  ['an exception of nothing', '!', 1],
  ['near miss: a bracket that closes nothing', 'a]', undefined],
])('unreadable: %s', (_name, rules, line) => {
  expect(parseDockerignore(rules).unreadable?.line).toBe(line);
});

/** Each takes a matcher that tries one way after the other longer than the age of the universe. */
test.each<[name: string, rules: string, path: string]>([
  ['stars', `${'*a'.repeat(60)}*b`, 'a'.repeat(200)],
  ['double stars', `${'**/a'.repeat(60)}/**/b`, 'a/'.repeat(100) + 'c'],
  ['groups of a regular expression', '([^x]+)+!', 'y'.repeat(200)],
  ['many lines', `${'*a'.repeat(30)}*b\n`.repeat(1_000), 'a'.repeat(60)],
])('hostile patterns are answered: %s', (_name, rules, path) => {
  expect(parseDockerignore(rules).ignores(path)).toBe(false);
});
