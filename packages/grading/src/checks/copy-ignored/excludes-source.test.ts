import { parseDockerignore } from '@dfm/dockerfile/context/dockerignore';
import { expect, test } from 'vitest';
import { excludesSource } from './excludes-source.ts';

test.each<[rules: string, source: string, excluded: boolean]>([
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
  ['[a-c]x', 'bx', true],
  ['[a-c]x', 'dx', false],
])('%j excludes %s: %s', (rules, source, excluded) =>
  expect(excludesSource(parseDockerignore(rules), source)).toBe(excluded),
);

test.each<[name: string, rules: string, source: string, excluded: boolean]>([
  ['many stars', `${'**a'.repeat(160)}b`, 'a'.repeat(500), false],
  ['too many rules to judge', 'a\n'.repeat(1001), 'a', false],
  ['near miss: the most rules that are judged', 'a\n'.repeat(1000), 'a', true],
  ['too long a path to judge', '*', 'a'.repeat(513), false],
  ['near miss: the longest path that is judged', '*', 'a'.repeat(512), true],
])('%s', (_name, rules, source, excluded) =>
  expect(excludesSource(parseDockerignore(rules), source)).toBe(excluded),
);
