import { expect, test } from 'vitest';
import { ignorePatterns, isIgnored } from './ignored-paths.ts';

test.each<[patterns: string, path: string, ignored: boolean]>([
  ['data', 'data', true],
  ['data', 'data/x/y.csv', true],
  ['data/', './data/x', true],
  ['/data', 'data', true],
  ['*.csv', 'a.csv', true],
  ['**/*.csv', 'a/b/c.csv', true],
  ['**/*.csv', 'c.csv', true],
  ['**/data', 'x/data/y', true],
  ['a/**/z', 'a/b/c/z', true],
  ['a/**/z', 'a/z', true],
  ['a/**', 'a/b/c', true],
  ['a?c', 'abc', true],
  ['a\\*c', 'a*c', true],
  ['*', 'a/b', true],
  ['*', '.', true],
  ['**/*', './', true],
  ['data\n!data/keep', 'data/other', true],
  ['!x\nx', 'x', true],
  ['data', 'database', false],
  ['data', 'src/data', false],
  ['*.csv', 'a/b.csv', false],
  ['**/data', 'xdata', false],
  ['a/**/z', 'a/bz', false],
  ['# data', 'data', false],
  ['data', '.', false],
  ['*.py\n!x', '.', false],
  ['*\n!src', '.', false],
  ['*\n!src', 'src', false],
  ['*\n!src/a', 'src', false],
  ['data\n!data/keep', 'data/keep', false],
  ['', 'a', false],
])('%j excludes %s: %s', (patterns, path, ignored) =>
  expect(isIgnored(path, ignorePatterns(patterns)!)).toBe(ignored),
);

test('very many stars, and very long patterns', () => {
  expect(isIgnored('a'.repeat(500), ignorePatterns('**a'.repeat(160) + 'b')!)).toBe(false);
  expect(ignorePatterns('a\n'.repeat(1001))).toBeUndefined();
});
