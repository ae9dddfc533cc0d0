import { expect, test } from 'vitest';
import { shapeProblems } from './lesson-shape.ts';
import { parseLessonText } from './lesson-text.ts';

const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');
const predict = (id: string) =>
  `:::predict{id="${id}"}\n${words(300)}?\n\n- [ ] a\n- [x] b\n\n~~~answer\n${words(300)}\n~~~\n:::`;
const question = (number: number) => `${number}. Which?\n    - [ ] a — *no*\n    - [x] b — *yes*`;
const quiz = (...questions: string[]) => `:::quiz{id="check"}\n${questions.join('\n')}\n:::`;
const recall = ':::recall\n- a — b\n- c — d\n- e — f\n:::';

/** 400 words and 5 questions: 7 minutes. */
const complete = `---
title: A
summary: B
objectives: [Do it.]
minutes: 7
difficulty: 1
updated: 2026-11-21
---

${words(391)}

<LayerStack run="a/b" caption="c" />

${predict('one')}

${predict('two')}

\`\`\`sh
${words(500)}
\`\`\`

${quiz(question(1), question(2), question(3))}

:::keypoints
- ${words(6)}
:::

${recall}

:::interview{id="i"}
Why?

~~~answer
${words(100)}
~~~

- a
- b
- c
:::

<Next lesson="b">Go on to b.</Next>
`;

const problems = async (source: string) =>
  shapeProblems(await parseLessonText(source, 'a', 'a.mdx')).map(
    ({ line, message }) => `${line}: ${message}`,
  );
const lineOf = (text: string) => complete.slice(0, complete.indexOf(text)).split('\n').length;

/** 10 questions and 20 words. */
const review = (questions: number) => `---
kind: review
title: A
summary: B
objectives: [Do it.]
minutes: 10
difficulty: 1
updated: 2026-11-21
---

${words(20)}

${quiz(...Array.from({ length: questions }, (_, index) => question(index + 1)))}

<Next lesson="b">Go on to b.</Next>
`;

test('a review needs a quiz of ten questions and a next step, and nothing else', async () => {
  expect(await problems(review(10))).toEqual([]);
  expect(await problems(review(9))).toEqual(['13: has a quiz with 9 questions instead of 10']);
  expect(await problems(review(10).replace('kind: review\n', ''))).toContainEqual(
    expect.stringContaining('has a quiz with 10 questions instead of 3 to 5'),
  );
  expect(await problems(review(10).replace(/<Next.*/, ''))).toEqual([
    expect.stringContaining('needs exactly one link to what comes next'),
  ]);
});

test('a complete lesson has no problems', async () => expect(await problems(complete)).toEqual([]));

test.each<[name: string, source: string, expected: string]>([
  [
    'no figure',
    complete.replace('<LayerStack run="a/b" caption="c" />', '<Measured run="a/b" value="size" />'),
    '1: has no figure',
  ],
  [
    'one prediction',
    complete.replace(predict('two'), ''),
    `${lineOf(':::predict{id="one"}')}: has 1 of at least 2 predictions`,
  ],
  ['no quiz', complete.replace(quiz(question(1), question(2), question(3)), ''), '1: has 0 quizzes'],
  [
    'two quizzes',
    complete.replace(
      ':::keypoints',
      `${quiz(question(1), question(2), question(3)).replace('check', 'again')}\n\n:::keypoints`,
    ),
    `${lineOf(':::keypoints')}: has 2 quizzes`,
  ],
  [
    'a short quiz',
    complete.replace(`${question(3)}\n`, ''),
    `${lineOf(':::quiz')}: has a quiz with 2 questions instead of 3 to 5`,
  ],
  [
    'a long quiz',
    complete.replace(question(3), [3, 4, 5, 6].map(question).join('\n')),
    `${lineOf(':::quiz')}: has a quiz with 6 questions`,
  ],
  ['no key points', complete.replace(':::keypoints', ':::note'), '1: needs key points exactly once'],
  ['no recall cards', complete.replace(recall, ''), '1: has 0 recall cards'],
  [
    'few recall cards',
    complete.replace('- c — d\n', ''),
    `${lineOf(':::recall')}: has 2 recall cards instead of 3 to 5`,
  ],
  [
    'a text that is not written yet',
    complete.replace('- a — b', '- WRITE: a — b'),
    `${lineOf('- a — b')}: “WRITE: a — b” must be replaced by your text`,
  ],
  [
    'many texts that are not written yet, as one problem',
    complete.replaceAll('[ ] a — *no*', '[ ] WRITE: a — *WRITE: no*'),
    `${lineOf('1. Which?') + 1}: “WRITE: a —” must be replaced by your text, and so must the text after WRITE: on lines ${[1, 4, 7].map((more) => lineOf('1. Which?') + more).join(', ')}`,
  ],
  [
    'a title that is not written yet',
    complete.replace('title: A', 'title: "WRITE: a title"'),
    '2: replace WRITE: in title, summary or objectives by your text',
  ],
  [
    'no next step',
    complete.replace(/<Next[\s\S]*<\/Next>/, ''),
    '1: needs exactly one link to what comes next',
  ],
  ['wrong minutes', complete.replace('minutes: 7', 'minutes: 10'), '5: has minutes: 10, but takes 7.0'],
  [
    'too long',
    complete.replace(words(391), words(1500)).replace('minutes: 7', 'minutes: 12'),
    '1: takes 12.6 minutes to read',
  ],
  ['too short', complete.replace(words(391), '').replace(predict('two'), ''), '1: takes 4.0 minutes to read'],
])('%s', async (_name, source, expected) => {
  expect(await problems(source)).toContainEqual(expect.stringContaining(expected));
});
