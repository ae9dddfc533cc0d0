import { expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';

const text = 'A process that is killed by signal 9 ends with exit code 137. Its digest is 137ab, not 1370.';

test.each([
  [
    'the complete query, with the words before it',
    'Exit Code',
    '… by signal 9 ends with |exit code| 137. Its',
  ],
  ['the longest word of several', 'code killed', 'A process that is |killed| by signal 9'],
  ['a number that is a word', '137', '… 9 ends with exit code |137|. Its digest'],
  ['the start of a word', 'sig', '… that is killed by |sig|nal 9'],
])('shows %s', (_name, query, shown) => {
  const { before, match, after } = excerpt(text, query)!;
  expect(`${before}|${match}|${after}`).toContain(shown);
});

test('a match at the end of a long word is shown with the end of that word only', () => {
  const { before } = excerpt(`first ${'x'.repeat(40)}/last`, 'last')!;
  expect(before).toBe(`… ${'x'.repeat(23)}/`);
});

test.each([
  ['an empty query', ' '],
  ['near miss: the middle of a word', 'rocess'],
  ['near miss: a number inside a longer one', '37'],
  ['special characters', '.*'],
])('shows nothing for %s', (_name, query) => expect(excerpt(text, query)).toBeUndefined());
