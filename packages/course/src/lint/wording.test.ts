import { expect, test } from 'vitest';
import { wordingProblems } from './wording.ts';

test.each([
  ['The mend is one word.', 'mend', 5],
  ['Somebody stands here', 'Somebody', 1],
  ['It is built anew for whoever asks', 'anew', 13],
  ['ready-built wheels in place of compiling', 'in place of', 20],
  ['Hand in your files', 'Hand in', 1],
])('%s', (text, phrase, column) => {
  expect(wordingProblems(`fine\n${text}`)[0]).toMatchObject({
    line: 2,
    column,
    message: expect.stringContaining(`“${phrase}”`) as string,
  });
});

test.each([
  'a recommendation, an amendment',
  'The renewed lease',
  'He has the key in hand. In it lies nothing.',
  'someone else',
  'They run side by side in place.',
])('near miss: %s', (text) => expect(wordingProblems(text)).toEqual([]));

test('a quotation that is allowed is not rejected, the rest of its line is', () => {
  const text = 'The manual says “somebody:nogroup”, and somebody reads it.';
  expect(wordingProblems(text, ['somebody:nogroup'])).toHaveLength(1);
  expect(wordingProblems('user somebody:nogroup', ['somebody:nogroup'])).toEqual([]);
});
