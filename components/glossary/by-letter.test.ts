import { expect, test } from 'vitest';
import { byLetter } from './by-letter.ts';

test.each([
  ['no terms', [], []],
  ['one letter in upper and lower case', ['cache', 'Cgroup'], ['C: cache Cgroup']],
  [
    'characters before the first letter are skipped',
    ['digest', '.dockerignore'],
    ['D: digest .dockerignore'],
  ],
  ['keeps the given order', ['layer', 'image'], ['L: layer', 'I: image']],
])('%s', (_name, terms, groups) => {
  expect(
    byLetter(terms.map((term) => ({ term }))).map(
      ({ letter, members }) => `${letter}: ${members.map(({ term }) => term).join(' ')}`,
    ),
  ).toEqual(groups);
});
