import { expect, test } from 'vitest';
import { hasWords } from './has-words.ts';

test.each([
  ['an empty query', '', true],
  ['only spaces', '  ', true],
  ['words in any order and case', 'CONTEXT build', true],
  ['a part of a word', 'ignor', true],
  ['near miss: one word is missing', 'build cache', false],
])('%s', (_name, query, expected) => {
  expect(hasWords('The build context, less what .dockerignore leaves out', query)).toBe(expected);
});
