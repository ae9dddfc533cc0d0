import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writtenTree } from './lesson-text.ts';
import { readSpelling, spellingProblems, unknownWords } from './spelling.ts';

const spelling = await readSpelling(join(import.meta.dirname, '../../../../content'));

test.each<[text: string, unknown: string[]]>([
  ['The build takes a minute.', []],
  ['The biuld takes a minut.', ['biuld', 'minut']],
  ['Recieve', ['Recieve']],
  ['A reader’s own, and the readers’ own; it’s not "theirs" (yet).', []],
  ['a Dockerfile’s lines and the Dockerfiles’ lines', []],
  ['The builder’s kay', ['kay']],
  ['a well-known and a wel-known step', ['wel']],
  ['words—joined, words … apart, n·m', []],
  [
    'model.joblib, requirements.txt, ./a/b, python:3.11-slim, a_b, --no-cache, 10x, v2, https://exampel.com',
    [],
  ],
  ['RUN, OOMKilled, BuildKit, VMs, TensorFlow, x', []],
  ['Dockerfiles and a Dockerfile', []],
  ['dockerfiles', ['dockerfiles']],
])('%s', (text, unknown) => expect(unknownWords(text, spelling)).toEqual(unknown));

test('reports the line and ignores code', () => {
  const body =
    'One.\nTwoo `threee`.\n\n```sh\nfourr\n```\n\n:::note{title="Fivee"}\nSixx\n:::\n\n<LayerStack run="sevenn" caption="Eightt" />';
  expect(
    spellingProblems(writtenTree(body), 'a.mdx', spelling).map(
      ({ line, message }) => `${line} ${message.split(' ')[0]}`,
    ),
  ).toEqual(['2 “Twoo”', '8 “Fivee”', '9 “Sixx”', '12 “Eightt”']);
});
