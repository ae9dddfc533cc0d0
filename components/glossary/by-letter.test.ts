import { expect, test } from 'vitest';
import { byLetter } from './by-letter.ts';

test.each([
  ['nothing for nothing', [], []],
  ['one letter in either case', ['cache', 'Cgroup'], ['C: cache Cgroup']],
  ['signs before the first letter do not count', ['digest', '.dockerignore'], ['D: digest .dockerignore']],
  ['the order given', ['layer', 'image'], ['L: layer', 'I: image']],
])('%s', (_name, terms, groups) => {
  expect(
    byLetter(terms.map((term) => ({ term }))).map(
      ({ letter, members }) => `${letter}: ${members.map(({ term }) => term).join(' ')}`,
    ),
  ).toEqual(groups);
});
