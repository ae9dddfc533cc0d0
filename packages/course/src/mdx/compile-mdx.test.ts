import { describe, expect, test } from 'vitest';
import { compileMdx } from './compile-mdx.ts';
import { readMdx } from './read-mdx.ts';

const predict = `:::predict{id="p"}
Which one?

- [ ] The first CANARY-LABEL.
- [x] The second.

~~~answer
Because of \`CANARY-ANSWER\`.
~~~
:::`;

const quiz = `:::quiz{id="q"}
1. One of them?
   - [ ] No. — *CANARY-WRONG*
   - [x] Yes. — *CANARY-RIGHT with \`code\`*
2. Several?
   - [x] A – *w*
   - [ ] B - c — *x*
   - [x] *all of it* — *y*
:::`;

describe('questions', () => {
  test('have their answers in the key and not in the code', async () => {
    const { code, keys } = await compileMdx(`${predict}\n\n${quiz}`, 'a.mdx');
    expect(code).toContain('CANARY-LABEL');
    for (const canary of ['CANARY-ANSWER', 'CANARY-WRONG', 'CANARY-RIGHT', 'correct', 'checked'])
      expect(code).not.toContain(canary);
    expect(keys.get('p')).toEqual({
      kind: 'prediction',
      questions: [
        {
          id: '1',
          answer: '<p>Because of <code>CANARY-ANSWER</code>.</p>',
          options: [
            { id: 'a', correct: false, why: '' },
            { id: 'b', correct: true, why: '' },
          ],
        },
      ],
      texts: [{ prompt: 'Which one?', options: ['The first CANARY-LABEL.', 'The second.'] }],
    });
    expect(keys.get('q')?.texts).toEqual([
      { prompt: 'One of them?', options: ['No.', 'Yes.'] },
      { prompt: 'Several?', options: ['A', 'B - c', 'all of it'] },
    ]);
    expect(
      keys.get('q')?.questions.map((question) => question.options.map((option) => option.correct)),
    ).toEqual([
      [false, true],
      [true, false, true],
    ]);
    expect(keys.get('q')?.questions[0]?.options[1]?.why).toBe('<p>CANARY-RIGHT with <code>code</code></p>');
  });

  test('reveal only whether several options are right', async () => {
    const { code } = await compileMdx(quiz, 'a.mdx');
    expect(code.match(/several:"yes"/g)).toHaveLength(1 + 3);
  });

  test.each([
    [
      'a quiz without an id',
      ':::quiz\n1. Q\n   - [x] a — *b*\n   - [ ] c — *d*\n:::',
      'a.mdx:1:1: :::quiz needs an id',
    ],
    ['an id used twice', `${predict}\n\n${predict}`, 'a.mdx:12:1: the id "p" is used twice'],
    ['no right option', predict.replace('[x]', '[ ]'), 'a.mdx:4:1: no option is marked as right'],
    ['a prediction without an answer', predict.replace('~~~answer', '~~~text'), 'needs an answer'],
    [
      'a quiz option without an explanation',
      quiz.replace(' — *CANARY-WRONG*', ''),
      'a.mdx:3:4: an option of a quiz needs an explanation',
    ],
    [
      'an option without a check box',
      predict.replace('- [ ] The first', '- The first'),
      'an option must start with [ ] or [x]',
    ],
    ['a single option', predict.replace('- [ ] The first CANARY-LABEL.\n', ''), 'at least two options'],
  ])('reject %s', async (_name, body, message) => {
    await expect(compileMdx(body, 'a.mdx')).rejects.toThrow(message);
  });
});

describe('a statement', () => {
  test.each([
    ['a figure', 'Text\n\n<LifeCycle />', 'a.mdx:3:1: <LifeCycle> belongs in a lesson'],
    ['a question', quiz, /a\.mdx:1:1: :::quiz belongs in a lesson/],
    ['key points', ':::keypoints\n- one\n:::', ':::keypoints belongs in a lesson'],
  ])('may not contain %s', async (_name, body, message) => {
    await expect(compileMdx(body, 'a.mdx', 'statement')).rejects.toThrow(message);
    await expect(compileMdx(body, 'a.mdx')).resolves.toBeDefined();
  });

  test('may contain notes, steps, keys and tabs', async () => {
    const body = ':::note{title="a"}\nPress <kbd>Tab</kbd>.\n:::\n\n<Steps>\n\n1. one\n\n</Steps>';
    await expect(compileMdx(body, 'a.mdx', 'statement')).resolves.toBeDefined();
  });
});

describe('a lesson may not', () => {
  test.each([
    ['import', 'Text\n\nimport fs from "node:fs"', 'a.mdx:3:1: a lesson may not import or export'],
    ['export', 'export const a = 1', 'a.mdx:1:1: a lesson may not import or export'],
    [
      'contain an expression',
      'Line\n\n{process.env.AUTH_SECRET}',
      'a.mdx:3:1: a lesson may not contain expressions',
    ],
    [
      'contain an expression inside text',
      'It is {1 + 1}.',
      'a.mdx:1:7: a lesson may not contain expressions',
    ],
    [
      'contain an expression in an attribute',
      '<RecordedRun id={process.env.HOME} view="waterfall" />',
      'id of <RecordedRun> must be text in quotes',
    ],
    ['spread attributes', '<RecordedRun {...process.env} />', 'may not spread attributes'],
    ['use an unknown component', 'a\n\n<Playground />', 'a.mdx:3:1: <Playground> is not a lesson component'],
    [
      'use a property of every object as a component',
      '<constructor />',
      '<constructor> is not a lesson component',
    ],
    ['write a script', '<script>alert(1)</script>', '<script> is not a lesson component'],
    ['handle events', '<kbd onClick="x">a</kbd>', '<kbd> has no attribute onClick'],
    [
      'use an attribute that a component does not have',
      '<LayerStack rum="a/b" />',
      'has no attribute rum. It has run, against, label, againstLabel, caption',
    ],
    [
      'use an attribute on a component that has none',
      '<LifeCycle run="a/b" />',
      'has no attribute run. It has none',
    ],
    [
      'use an invalid value of an attribute',
      '<RecordedRun id="a/b" view="timeline" />',
      'view of <RecordedRun> must be waterfall, layers, not "timeline"',
    ],
    ['leave out a required attribute', '<RecordedRun id="a/b" />', '<RecordedRun> needs view'],
    [
      'have a stage graph without a Dockerfile',
      '<StageGraph>\n\n```sh\nls\n```\n\n</StageGraph>',
      'a.mdx:1:1: <StageGraph> needs its Dockerfile',
    ],
    ['use an unknown directive', ':::warning\nText\n:::', ':::warning is not a directive'],
    ['leave a tag open', 'One\n\n<Steps>\n\ntwo', /a\.mdx:\d+:\d+: .*Steps/],
    [
      'contain an expression inside a note',
      ':::note{title="a"}\n{process.env.HOME}\n:::',
      'a.mdx:2:1: a lesson may not contain expressions',
    ],
    [
      'contain an expression inside an explanation',
      quiz.replace('*CANARY-WRONG*', '*{process.env.HOME}*'),
      'a lesson may not contain expressions',
    ],
  ])('%s', async (_name, body, message) => {
    await expect(compileMdx(body, 'a.mdx')).rejects.toThrow(message);
  });

  test('but the Dockerfile in a stage graph is passed to the figure and stays in the text', async () => {
    const { code } = await compileMdx(
      '<StageGraph>\n\n```dockerfile title="Dockerfile"\nFROM first AS one\n```\n\n</StageGraph>',
      'a.mdx',
    );
    expect(code).toContain('dockerfile:"FROM first AS one"');
    expect(code).toContain('figure');
  });

  test('but comments, braces in code and colons in text are allowed', async () => {
    const { code } = await compileMdx(
      '{/* later */}\n\nOpen localhost:port, use `{a}` and python:slim.\n\n::leaf',
      'a.mdx',
    );
    for (const text of ['localhost', ':port', '{a}', ':slim', '::leaf']) expect(code).toContain(text);
  });
});

test('collects headings and references with their positions', async () => {
  const { headings, references } = await compileMdx(
    '## One `two`\n\n<Next lesson="next">Go on.</Next>\n\n### Three',
    'a.mdx',
  );
  expect(headings).toEqual([
    { id: 'one-two', text: 'One two', depth: 2 },
    { id: 'three', text: 'Three', depth: 3 },
  ]);
  expect(references).toEqual([{ kind: 'lesson', id: 'next', line: 3 }]);
});

test('code blocks contain no scripts and can be scrolled with the keyboard', async () => {
  const { code } = await compileMdx('```dockerfile title="Dockerfile" {1}\nFROM a\n```', 'a.mdx');
  expect(code).not.toMatch(/"script"/);
  expect(code).toMatch(/tabIndex:"0"/);
  expect(code).toContain('FROM a');
});

test.each([
  ['a tag that is not closed', '\n\n<Steps>\n\nx\n', { line: 3, column: 1 }],
  ['a tag that is not closed within a line', '\nA <kbd>\n', { line: 2 }],
  ['a brace that is not closed', 'a {b\n\nc', { line: 1, column: 5 }],
])('%s is reported at the same place as by the check', async (_name, body, place) => {
  const reported = [expect.objectContaining(place)];
  await expect(compileMdx(body, 'a.mdx')).rejects.toMatchObject({ problems: reported });
  await expect(readMdx(body, 'a.mdx')).rejects.toMatchObject({ problems: reported });
});
