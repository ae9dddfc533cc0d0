import { expect, test } from 'vitest';
import { matches } from './matches.ts';

const check = {
  id: 'apt-pin',
  title: 'apt packages without a version',
  detects: 'An install without versions.',
  axis: 'build',
  also: ['DL3008', 'kics:apt-get-install-pin-version-not-defined'],
} as const;

test.each([
  ['an empty query', '', true],
  ['only spaces', '  ', true],
  ['the id', 'apt-pin', true],
  ['words in any order', 'version APT', true],
  ['an id of another tool', 'dl3008', true],
  ['near miss: one word is missing', 'apt cache', false],
])('%s', (_, query, expected) => {
  expect(matches(check, query)).toBe(expected);
});
