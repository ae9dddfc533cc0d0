import { expect, test } from 'vitest';
import { wordingProblems, wordingRules } from './wording.ts';

const rejected: [text: string, phrase: string, column: number][] = [
  ['The mend is one word.', 'mend', 5],
  ['It is built anew for whoever asks', 'anew', 13],
  ['Whoever stops the runner waits', 'Whoever', 1],
  ['built from Debian packages for want of a registry', 'for want of', 28],
  ['The run is dropped, for it was cancelled', ', for it was', 19],
  ['Hand in your files', 'Hand in', 1],
  ['the value of an option it hands on', 'hands on', 27],
  ['Somebody stands here', 'Somebody', 1],
  ['it failed because of a fault of ours', 'of ours', 30],
  ['it keeps a file system of yours', 'of yours', 24],
  ['the log shows what came of it', 'what came of', 15],
  ['What becomes of sandboxes', 'What becomes of', 1],
  ['It tries again for ever', 'for ever', 16],
  ['prebuilt wheels in place of compiling', 'in place of', 17],
  ['the file as it stands', 'as it stands', 10],
  ['a build without an end', 'without an end', 9],
  ['it answers without end', 'without end', 12],
  ['a further one waits', 'a further', 1],
  ['the file lies in /dev', 'lies in', 10],
  ['A flag stands before the command', 'stands before', 8],
  ['The disk grows beside the template', 'beside', 16],
  ['a name other programs use is another.', 'is another', 27],
  ['a different kind, or another than expected', 'another than', 22],
  ['In the image nothing of it is left', 'nothing of it', 14],
  ['Told once for each reason', 'Told once', 1],
  ['the engine wants a body', 'engine wants', 5],
  ['Copied in some 10 ms', 'some', 11],
  ['install ready-built wheels', 'ready-built', 9],
  ['a folder and the files therein', 'therein', 24],
];

test.each(rejected)('%s', (text, phrase, column) => {
  const problems = wordingProblems(`fine\n${text}`);
  expect(problems).toContainEqual({
    line: 2,
    column,
    message: expect.stringContaining(`“${phrase}”`) as string,
  });
});

test('every rule has a text that it rejects', () => {
  const unused = wordingRules.filter(({ pattern }) => !rejected.some(([text]) => pattern.test(text)));
  expect(unused).toEqual([]);
});

test.each([
  'a recommendation, an amendment',
  'The renewed lease',
  'anyone who stops the runner',
  'Do you want of all things a registry?',
  'Wait for it, for a while. One limit for it is enough.',
  'He has the key in hand. In it there is nothing.',
  'a hands-on course; the key is on hand',
  'someone else',
  'one of our own, not of your own',
  'What came next? It becomes one of them.',
  'a form for every field; stored forever',
  'They run side by side in place.',
  'The image stays as it is.',
  'a stream without the end marker',
  'Further ones wait.',
  'It stands for many; the answer is in the file. The layout relies on the base.',
  "place === 'beside' || beside('a range') || const beside = 1, left-beside-the-mount",
  'is another one open? Another one, then. That is another matter.',
  'nothing of the token is left',
  'She told him. It is told apart by its digits.',
  'what you want; the steps the engine needs',
  'some of 10 steps, some steps',
  'prebuilt layers, a build that is ready',
  'then, therefore, there is the while loop',
])('near miss: %s', (text) => expect(wordingProblems(text)).toEqual([]));

test('a quotation that is allowed is not rejected, the rest of its line is', () => {
  const text = 'The manual says “somebody:nogroup”, and somebody reads it.';
  expect(wordingProblems(text, ['somebody:nogroup'])).toHaveLength(1);
  expect(wordingProblems('user somebody:nogroup', ['somebody:nogroup'])).toEqual([]);
});
