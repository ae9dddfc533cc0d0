import { getMDXComponent } from 'mdx-bundler/client/index.js';
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { compileMdx } from './compile-mdx.ts';

/** The rendered HTML of a lesson, with each component as an element with its name. */
function textOf(code: string): string {
  const names = [
    'Predict',
    'Question',
    'Prompt',
    'Option',
    'AfterPrediction',
    'Tabs',
    'Tab',
    'Command',
    'WrittenFile',
    'Interview',
    'InterviewQuestion',
    'InterviewAnswer',
    'InterviewPoints',
    'InterviewPoint',
  ];
  const components = Object.fromEntries(
    names.map((name) => [
      name,
      ({ children, ...attributes }: { children?: ReactNode }) =>
        createElement(`x-${name.toLowerCase()}`, attributes, children),
    ]),
  );
  return renderToStaticMarkup(createElement(getMDXComponent(code), { components }));
}

const fence = (meta: string, text: string) => `\`\`\`${meta}\n${text}\n\`\`\``;

describe('commands', () => {
  test('are collected in order, with the files they need', async () => {
    const body = [
      'One.',
      '',
      fence('python run title="src/train.py" {1}', 'print(1)'),
      '',
      fence('sh run exit=1 expect="No module" cheat="Runs a module"', 'python -m \\\n  nothing'),
      '',
      fence('sh cheat="Sends an image"', 'docker push example/a'),
      '',
      fence('sh', 'only shown'),
    ].join('\n');
    const { code, commands } = await compileMdx(body, 'a.mdx');
    expect(commands).toEqual([
      { kind: 'file', line: 3, path: 'src/train.py', content: 'print(1)\n' },
      {
        kind: 'command',
        id: expect.stringMatching(/^cmd-[0-9a-f]{10}$/),
        line: 7,
        script: 'python -m \\\n  nothing\n',
        exitCode: 1,
        expect: ['No module'],
        cheat: 'Runs a module',
      },
      {
        kind: 'shown',
        id: expect.stringMatching(/^cmd-/),
        line: 12,
        script: 'docker push example/a\n',
        cheat: 'Sends an image',
      },
    ]);
    const [, run] = commands;
    const shown = textOf(code);
    expect(shown).toContain(
      `<x-command id="${run?.kind === 'command' ? run.id : ''}" typed="python -m \\\n  nothing">`,
    );
    expect(shown, 'what writes the file').toContain(
      '<x-writtenfile typed="mkdir -p src &amp;&amp; cat &gt; src/train.py &lt;&lt;&#x27;EOF&#x27;\nprint(1)\nEOF">',
    );
    expect(shown.match(/typed=/g), 'nothing for a command that is only shown').toHaveLength(2);
    for (const word of ['exit=1', 'No module', 'Sends an image']) expect(shown).not.toContain(word);
  });

  test('have different IDs if they are repeated, and an ID does not depend on the commands before it', async () => {
    const ids = async (...scripts: string[]) =>
      (await compileMdx(scripts.map((script) => fence('sh run', script)).join('\n\n'), 'a.mdx')).commands.map(
        (command) => 'id' in command && command.id,
      );
    const [a, b, again] = await ids('docker ps', 'docker images', 'docker ps');
    expect(again).toBe(`${String(a)}-2`);
    expect(await ids('docker images')).toEqual([b]);
  });

  test.each([
    ['an unknown word', `Text\n\n${fence('sh rum', 'ls')}`, 'a.mdx:3:1: “rum” is not an option'],
    [
      'a different language without a title',
      fence('python run', 'print(1)'),
      'a.mdx:1:1: commands must be in a block with language sh',
    ],
    [
      'cheat in a different language',
      fence('dockerfile cheat="a"', 'FROM a'),
      'commands must be in a block with language sh',
    ],
    [
      'a file outside the working folder',
      fence('python run title="../app.py"', 'print(1)'),
      'title="../app.py" is not a path inside the working folder',
    ],
    ['a file at an absolute path', fence('python run title="/etc/passwd"', 'x'), 'is not a path inside'],
    ['a folder as a file', fence('python run title="src/"', 'x'), 'is not a path inside'],
    [
      'expect with a file',
      fence('python run title="app.py" expect="a"', 'print(1)'),
      'a block with a title is written to that file, not run',
    ],
    ['expect with a block that is not run', fence('sh expect="a"', 'ls'), 'exit and expect need run'],
    ['no command', fence('sh run', ''), 'this block contains no command'],
    [
      'two commands on the cheat sheet',
      fence('sh run cheat="a"', 'docker ps\ndocker images'),
      'a block with cheat must contain a single command',
    ],
    [
      'a command in an answer',
      `:::predict{id="p"}\nWhich?\n\n- [ ] a\n- [x] b\n\n~~~answer\nSee:\n\n${fence('sh run', 'ls')}\n~~~\n:::`,
      'a.mdx:10:1: a block in an answer is not run',
    ],
  ])('reject %s', async (_name, body, message) => {
    await expect(compileMdx(body, 'a.mdx')).rejects.toThrow(message);
  });
});

const cards = `:::recall
- What is in a **key** of \`COPY\`? — The *content* of the files, not their times.
- Second — of two — three
:::`;

describe('recall cards', () => {
  test('are removed from the text', async () => {
    const compiled = await compileMdx(`Before.\n\n${cards}\n\nAfter.`, 'a.mdx');
    expect(compiled.cards).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{12}$/),
        front: '<p>What is in a <strong>key</strong> of <code>COPY</code>?</p>',
        back: '<p>The <em>content</em> of the files, not their times.</p>',
      },
      { id: expect.stringMatching(/^[0-9a-f]{12}$/), front: '<p>Second</p>', back: '<p>of two — three</p>' },
    ]);
    for (const text of ['Before.', 'After.']) expect(compiled.code).toContain(text);
    for (const text of ['not their times', 'of two']) expect(compiled.code).not.toContain(text);
  });

  test('keep their ID if other cards, or their own back, change', async () => {
    const idOf = async (body: string) =>
      (await compileMdx(body, 'a.mdx')).cards.find(({ front }) => front.includes('Second'))?.id;
    const id = await idOf(cards);
    expect(await idOf(cards.replace('of two', 'of many').replace('What is', 'What stands'))).toBe(id);
    expect(await idOf(cards.replace('- What is in', '- Another — card\n- What is in'))).toBe(id);
    expect(await idOf(cards.replace('Second', 'Second one'))).not.toBe(id);
  });

  test.each([
    [
      'a hyphen instead of a dash',
      cards.replace('? — The', '? - The'),
      'a.mdx:2:1: a card needs a front and a back with an em dash',
    ],
    [
      'a dash only in code',
      cards.replace('Second — of two — three', '`a — b`'),
      'a.mdx:3:1: a card needs a front and a back',
    ],
    ['no front', cards.replace('Second — of two — three', '&#32;— back'), 'the front of this card is empty'],
    ['no back', cards.replace('Second — of two — three', 'Second —&#32;'), 'the back of this card is empty'],
    [
      'a card of two paragraphs',
      cards.replace('three\n', 'three\n\n  More.\n'),
      'a card must be one paragraph',
    ],
    [
      'text next to the list',
      cards.replace(':::recall\n', ':::recall\nText\n\n'),
      ':::recall must contain one list and nothing else',
    ],
    [
      'a repeated card',
      cards.replace(/- What.*\n/, '- Second — again\n'),
      'a.mdx:3:1: this card appears twice',
    ],
    [
      'a number from a run',
      cards.replace('of two', '<Measured run="a/b" value="size" />'),
      '<Measured> cannot be used in an explanation, an answer or a card',
    ],
  ])('reject %s', async (_name, body, message) => {
    await expect(compileMdx(body, 'a.mdx')).rejects.toThrow(message);
  });
});

const answer = Array.from({ length: 80 }, (_, index) => `word${index}`).join(' ');
const interview = `:::interview{id="slow-build"}
A build is slow. What do you ask?

~~~answer
${answer}
~~~

- The first miss
- The cache of the job
- The size of the context
:::`;

describe('interview questions', () => {
  test('become a question, an answer and points', async () => {
    const { code } = await compileMdx(interview, 'a.mdx');
    const shown = textOf(code).replaceAll('\n', '');
    expect(shown).toBe(
      `<x-interview id="slow-build"><x-interviewquestion><p>A build is slow. What do you ask?</p></x-interviewquestion><x-interviewanswer><p>${answer}</p></x-interviewanswer>` +
        '<x-interviewpoints><x-interviewpoint><p>The first miss</p></x-interviewpoint><x-interviewpoint><p>The cache of the job</p></x-interviewpoint><x-interviewpoint><p>The size of the context</p></x-interviewpoint></x-interviewpoints></x-interview>',
    );
  });

  test.each([
    ['no id', interview.replace('{id="slow-build"}', ''), 'a.mdx:1:1: :::interview needs an id'],
    [
      'an ID of two words',
      interview.replace('slow-build', 'slow build'),
      ':::interview needs an id of lower-case words',
    ],
    ['no answer', interview.replace('~~~answer', '~~~text'), 'needs a model answer'],
    [
      'an answer that is too short',
      interview.replace('word0 ', ''),
      'a.mdx:4:1: a model answer must have 80 to 200 words, this one has 79',
    ],
    [
      'an answer that is too long',
      interview.replace('word0', answer.replaceAll('word', 'w').concat(' ', answer)),
      'a model answer must have 80 to 200 words, this one has 239',
    ],
    [
      'an answer with an expression',
      interview.replace('word0', '{process.env.HOME}'),
      'a.mdx:5:1: a lesson may not contain expressions',
    ],
    [
      'an answer with an unknown component',
      interview.replace('word0', '<Playground />'),
      '<Playground> is not a lesson component',
    ],
    [
      'no points',
      interview.replace(/- The first[\s\S]*context\n/, ''),
      'needs a list of the points in a good answer',
    ],
    [
      'too few points',
      interview.replace('- The first miss\n', ''),
      'a list of points must have 3 to 5 entries, this one has 2',
    ],
    ['no question', interview.replace('A build is slow. What do you ask?\n', ''), 'contains no question'],
  ])('reject %s', async (_name, body, message) => {
    await expect(compileMdx(body, 'a.mdx')).rejects.toThrow(message);
  });
});

const tabs = '::::tabs\n:::tab{title="pip"}\nOne.\n:::\n\n:::tab{title="uv"}\nTwo.\n:::\n::::';

describe('tabs', () => {
  test('keep their content', async () => {
    const { code } = await compileMdx(tabs, 'a.mdx');
    expect(textOf(code)).toBe(
      '<x-tabs labels="pip\nuv"><x-tab title="pip"><p>One.</p></x-tab><x-tab title="uv"><p>Two.</p></x-tab></x-tabs>',
    );
  });

  test.each([
    [
      'one tab',
      tabs.replace(/:::tab\{title="uv"[\s\S]*:::\n::::/, '::::'),
      'a.mdx:1:1: ::::tabs needs at least two tabs',
    ],
    [
      'a repeated title',
      tabs.replace('"uv"', '"pip"'),
      '::::tabs needs at least two tabs with different titles',
    ],
    ['no title', tabs.replace('{title="uv"}', ''), 'a.mdx:6:1: ::::tabs must contain only :::tab{title="…"}'],
    [
      'text between tabs',
      tabs.replace('::::tabs\n', '::::tabs\nText\n\n'),
      'a.mdx:2:1: ::::tabs must contain',
    ],
    [
      'a tab outside tabs',
      'Text\n\n:::tab{title="a"}\nText\n:::',
      'a.mdx:3:1: :::tab must be inside ::::tabs',
    ],
  ])('reject %s', async (_name, body, message) => {
    await expect(compileMdx(body, 'a.mdx')).rejects.toThrow(message);
  });
});

test.each([
  [
    'a component in an answer',
    ':::predict{id="p"}\nWhich?\n\n- [ ] a\n- [x] b\n\n~~~answer\nOne.\n\nIt took <Measured run="a/b" value="size" />.\n~~~\n:::',
    'a.mdx:10:9: <Measured> cannot be used in an explanation',
  ],
  [
    'an expression in an answer',
    ':::predict{id="p"}\nWhich?\n\n- [ ] a\n- [x] b\n\n~~~answer\n{1}\n~~~\n:::',
    'a.mdx:8:1: a lesson may not contain expressions',
  ],
  [
    'a component in an explanation',
    ':::quiz{id="q"}\n1. Q\n   - [x] a — *<Measured run="a/b" value="size" />*\n   - [ ] b — *c*\n:::',
    'a.mdx:3:15: <Measured> cannot be used in an explanation',
  ],
])('rejects %s', async (_name, body, message) => {
  await expect(compileMdx(body, 'a.mdx')).rejects.toThrow(message);
});

test('sections have the text below each heading with the IDs of the page, and no questions or answers', async () => {
  const body = [
    'An *opening* with `code`.',
    '',
    '## Same',
    '',
    ':::predict{id="a"}\nAsked?\n\n- [x] Yes\n- [ ] No\n\n~~~answer\nBecause.\n~~~\n:::',
    '',
    fence('sh run', 'docker ps'),
    '',
    '- One',
    '- Two',
    '',
    '### Same',
    '',
    ':::note{title="n"}\nAn aside.\n:::',
  ].join('\n');
  const { sections, headings, commands } = await compileMdx(body, 'a.mdx');
  const [command] = commands;
  expect(sections).toEqual([
    { id: undefined, title: '', text: 'An opening with code.', commands: [] },
    {
      id: 'same',
      title: 'Same',
      text: 'docker ps One Two',
      commands: [command?.kind === 'command' ? command.id : ''],
    },
    { id: 'same-1', title: 'Same', text: 'An aside.', commands: [] },
  ]);
  expect(headings.map(({ id }) => id)).toEqual(['same', 'same-1']);
});

describe('what follows a prediction', () => {
  const predict = (id: string) =>
    `:::predict{id="${id}"}\nAsked?\n\n- [x] Yes\n- [ ] No\n\n~~~answer\nBecause.\n~~~\n:::`;
  const hidden = async (...blocks: string[]) => {
    const { code } = await compileMdx(blocks.join('\n\n'), 'a.mdx');
    return [...textOf(code).matchAll(/<x-afterprediction question="(\w+)">(.*?)<\/x-afterprediction>/gs)].map(
      ([, question, html]) => `${question}: ${html!.replaceAll(/<style>.*?<\/style>|<[^>]+>/gs, ' ').trim()}`,
    );
  };

  test.each<[name: string, blocks: string[], folded: string[]]>([
    ['is hidden up to the next heading', ['Before', predict('a'), 'One', '## Two', 'Three'], ['a: One']],
    ['is hidden up to the next prediction', [predict('a'), 'One', predict('b'), 'Two'], ['a: One', 'b: Two']],
    [
      'is hidden together with its outputs',
      [predict('a'), fence('sh run', 'ls'), 'One'],
      ['a: Terminal window ls One'],
    ],
    ['is not hidden if it is a heading', [predict('a'), '## Two', 'Three'], []],
    ['near miss: without a prediction', ['One', '## Two'], []],
  ])('%s', async (_name, blocks, folded) => {
    const squeezed = (texts: string[]) => texts.map((text) => text.replaceAll(/\s+/g, ' '));
    expect(squeezed(await hidden(...blocks))).toEqual(squeezed(folded));
  });
});
