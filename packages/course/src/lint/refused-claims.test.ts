import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assertedText } from './asserted-text.ts';
import { writtenTree } from './lesson-text.ts';
import { claimProblems, patternOf, readRefusedClaims } from './refused-claims.ts';

const claims = await readRefusedClaims(join(import.meta.dirname, '../../../../content'));

test.each(Object.entries(claims))(
  '%s matches the sentences it should, and not similar ones',
  (_id, { pattern, refuses, accepts }) => {
    const caught = (sentences: string[]) => sentences.filter((sentence) => patternOf(pattern).test(sentence));
    expect(caught(refuses)).toEqual(refuses);
    expect(caught(accepts)).toEqual([]);
  },
);

const wrong = 'All of it is lost when the container stops.';
const linesOf = (body: string) =>
  claimProblems(assertedText(writtenTree(body)), 'a.mdx', claims).map(({ line }) => line);

test.each<[name: string, body: string, lines: number[]]>([
  ['a paragraph', `One.\n\nTwo.\n${wrong}`, [4]],
  ['a sentence with markup, over two lines', 'It is *lost* when the `container` is\n**stopped**.', [1]],
  ['not across two sentences', 'It is *lost*. When the container is **stopped**, it stays.', []],
  [
    'a heading, a table and a list',
    `## ${wrong}\n\n| a | b |\n|---|---|\n| 1 | ${wrong} |\n\n- ${wrong}`,
    [1, 5, 7],
  ],
  ['a line of a file', '```yaml\nservices:\nversion: "3.8"\n```', [3]],
  ['a command', '```sh\ndocker ps\ndocker-compose up\n```', [3]],
  ['an answer', `:::predict{id="p"}\nQ?\n\n- [ ] a\n- [x] b\n\n~~~answer\nSo:\n\n${wrong}\n~~~\n:::`, [10]],
  ['a caption', `<LayerStack run="a/b" caption="${wrong}" />`, [1]],
  [
    'not a myth that is presented as one',
    `:::note{title="You may have read: data is lost when the container stops"}\n${wrong}\n:::`,
    [],
  ],
  ['a different note', `:::note{title="Not to be confused with"}\n${wrong}\n:::`, [2]],
  ['not an option', `:::quiz{id="q"}\n1. Q\n   - [ ] ${wrong} — *No.*\n   - [x] b — *c*\n:::`, []],
  [
    'the explanation of an option',
    `:::quiz{id="q"}\n1. Q\n   - [ ] a — *${wrong}*\n   - [x] b — *c*\n:::`,
    [3],
  ],
])('%s', (_name, body, lines) => expect(linesOf(body)).toEqual(lines));
