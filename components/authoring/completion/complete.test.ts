import { exerciseSchema } from '@dfm/contracts';
import type { NameKind, Named, Vocabulary, WrittenSchema } from '@dfm/contracts/page-data';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { completionsAt, explanationAt } from './complete.ts';

const named = (...names: string[]): Named[] => names.map((name) => ({ name, detail: `About ${name}` }));
const attribute = (
  name: string,
  more: { isNeeded?: boolean; values?: string[]; names?: NameKind } = {},
): Vocabulary['components'][number]['attributes'][number] => ({
  ...{ name, description: `The ${name}.`, isNeeded: false, values: undefined, names: undefined },
  ...more,
});

const vocabulary: Vocabulary = {
  names: {
    check: named('root-user', 'size-budget'),
    exercise: named('pin-it'),
    lab: named('first-container'),
    lesson: named('layers', 'tags'),
    module: named('basics'),
    project: named('sorter'),
    run: named('sorter/first', 'pin-it/starter'),
    tag: named('cache'),
    term: named('layer', 'tag'),
  },
  edits: { sorter: named('edit-code'), 'pin-it': named('edit-pins') },
  components: [
    {
      ...{ name: 'Replay', description: 'Two builds.', inStatement: false, hasContent: false },
      attributes: [
        attribute('run', { isNeeded: true, names: 'run' }),
        attribute('against', { names: 'run' }),
        attribute('edit'),
        attribute('view', { values: ['waterfall', 'layers'] }),
        attribute('project', { names: 'project' }),
        attribute('caption'),
      ],
    },
    {
      ...{ name: 'Steps', description: 'A list.', inStatement: true, hasContent: true },
      attributes: [],
    },
  ],
  directives: [
    {
      ...{ name: 'note', description: 'An aside.', inStatement: true, colons: 3 },
      attributes: ['title'],
      body: 'A text.',
    },
    { name: 'quiz', inStatement: false, attributes: ['id'], colons: 3, body: '1. A question.' },
    { name: 'tabs', inStatement: true, attributes: [], colons: 4, body: ':::tab{title="One"}' },
  ],
  fence: [
    { name: 'run', description: 'Runs it.', value: undefined },
    { name: 'expect', value: '"text"' },
    { name: 'mark', value: '{1-3}' },
    { name: 'exit', value: '1' },
  ],
  checkOptions: { 'size-budget': { maxMb: { type: 'number', description: 'In MB.' } } },
  schemas: {
    course: {
      properties: {
        title: { type: 'string' },
        modules: {
          type: 'array',
          items: {
            type: 'object',
            properties: { lessons: { type: 'array', items: { type: 'string', names: 'lesson' } } },
          },
        },
      },
    },
    exercise: z.toJSONSchema(exerciseSchema, { io: 'input', unrepresentable: 'any' }) as WrittenSchema,
    frontmatter: {
      properties: {
        title: { type: 'string', description: 'A few words.' },
        project: { type: 'string', names: 'project' },
        prerequisites: { type: 'array', items: { type: 'string', names: 'lesson' } },
      },
    },
    glossary: {
      additionalProperties: {
        type: 'object',
        properties: { term: { type: 'string' }, lesson: { type: 'string', names: 'lesson' } },
      },
    },
    project: { properties: { title: { type: 'string' } } },
  },
};

const paths = {
  lesson: 'lessons/a.mdx',
  statement: 'exercises/a/statement.mdx',
  exercise: 'exercises/a/exercise.yaml',
  course: 'course.yaml',
  glossary: 'glossary.yaml',
  project: 'projects/a/project.yaml',
  python: 'exercises/a/starter/app.py',
  other: 'exercises/a/starter/exercise.yaml',
} as const;

/** The suggestions where `|` is in a text. */
function suggested(kind: keyof typeof paths, marked: string): string[] {
  const offset = marked.indexOf('|');
  const found = completionsAt(paths[kind], marked.replace('|', ''), offset, vocabulary);
  return found?.all.map(({ label }) => label) ?? [];
}

const head = '---\ntitle: A\n---\n\n';
const rubric = 'rubric:\n  items:\n';

describe('suggests', () => {
  test.each<[string, keyof typeof paths, string, string[]]>([
    ['directives', 'lesson', `${head}:::|`, ['note', 'quiz', 'tabs']],
    ['directives in a quotation', 'lesson', '> :::no|', ['note', 'quiz', 'tabs']],
    ['directives that a statement may use', 'statement', ':::|', ['note', 'tabs']],
    ['attributes of a directive', 'lesson', ':::note{|', ['title']],
    ['components', 'lesson', 'A text.\n\n<Re|', ['Replay', 'Steps']],
    ['components within a sentence', 'lesson', 'It has <| layers.', ['Replay', 'Steps']],
    ['components that a statement may use', 'statement', '<|', ['Steps']],
    [
      'attributes that are missing',
      'lesson',
      '<Replay run="a/b" |/>',
      ['against', 'edit', 'view', 'project', 'caption'],
    ],
    [
      'attributes on the next line',
      'lesson',
      '<Replay\n  run="x"\n  view="layers"\n  ed|\n/>',
      ['against', 'edit', 'project', 'caption'],
    ],
    [
      'attributes before those that follow',
      'lesson',
      '<Replay | edit="x" caption="a > b" />',
      ['run', 'against', 'view', 'project'],
    ],
    ['recorded runs', 'lesson', '<Replay run="|" />', ['sorter/first', 'pin-it/starter']],
    ['recorded runs in an open text', 'lesson', '<Replay run="sor|', ['sorter/first', 'pin-it/starter']],
    ['the edits of the run', 'lesson', '<Replay run="sorter/first" edit="|" />', ['edit-code']],
    [
      'the edits of both runs',
      'lesson',
      '<Replay edit="|" run="sorter/first" against="pin-it/starter" />',
      ['edit-code', 'edit-pins'],
    ],
    ['values that an attribute may have', 'lesson', '<Replay view="|" />', ['waterfall', 'layers']],
    ['projects', 'lesson', '<Replay project="|" />', ['sorter']],
    ['options of a fence', 'lesson', '```sh |', ['run', 'expect', 'mark', 'exit']],
    [
      'options of a fence that are missing',
      'lesson',
      '```sh run expect="run" ex|',
      ['expect', 'mark', 'exit'],
    ],
    ['options of a fence in a list', 'lesson', '1. ```sh |', ['run', 'expect', 'mark', 'exit']],
    [
      'pages',
      'lesson',
      'See [x](|)',
      [
        '/glossary#layer',
        '/glossary#tag',
        '/lessons/layers',
        '/lessons/tags',
        '/exercises/pin-it',
        '/checks/root-user',
        '/checks/size-budget',
        '/course/basics',
      ],
    ],
    [
      'pages in an answer',
      'lesson',
      '~~~answer\nSee [x](/gl|)\n~~~',
      [
        '/glossary#layer',
        '/glossary#tag',
        '/lessons/layers',
        '/lessons/tags',
        '/exercises/pin-it',
        '/checks/root-user',
        '/checks/size-budget',
        '/course/basics',
      ],
    ],
    ['keys of the frontmatter', 'lesson', '---\ntitle: A\np|\n---\n', ['project', 'prerequisites']],
    ['names in the frontmatter', 'lesson', '---\nproject: |\n---\n', ['sorter']],
    [
      'names in a list of the frontmatter',
      'lesson',
      '---\nprerequisites: [tags, |]\n---\n',
      ['layers', 'tags'],
    ],
    [
      'keys of an edit',
      'exercise',
      'scenarios:\n  - id: a\n    edits:\n      - { kind: append, | }',
      ['path', 'text'],
    ],
    [
      'keys of the other kind of edit',
      'exercise',
      'scenarios:\n  - id: a\n    edits:\n      - kind: replace\n        |',
      ['path', 'find', 'with'],
    ],
    [
      'what an edit can be',
      'exercise',
      'scenarios:\n  - id: a\n    expects: |',
      ['all-cached', 'deps-cached', 'deps-run', 'layers-shared'],
    ],
    ['checks in a rubric', 'exercise', `${rubric}    - { check: | }`, ['root-user', 'size-budget']],
    [
      'checks in a list of lines',
      'exercise',
      'wrong:\n  - id: a\n    caughtBy:\n      - ro|\n',
      ['root-user', 'size-budget'],
    ],
    ['checks of a hint', 'exercise', 'hints:\n  - { failed: [|], text: x }', ['root-user', 'size-budget']],
    ['options of the check', 'exercise', `${rubric}    - { check: size-budget, options: { | } }`, ['maxMb']],
    [
      'options of the check in lines',
      'exercise',
      `${rubric}    - check: size-budget\n      options:\n        max|`,
      ['maxMb'],
    ],
    ['true and false', 'exercise', 'courseLayers: |', ['true', 'false']],
    [
      'missing keys of an entry',
      'exercise',
      'rubric:\n  items:\n    - { check: root-user, points: 1, | }',
      ['axis', 'required', 'options'],
    ],
    ['lessons in course.yaml', 'course', 'modules:\n  - lessons: [layers, |]\n', ['layers', 'tags']],
    ['keys of a term', 'glossary', 'layer:\n  |', ['term', 'lesson']],
    ['keys of a project', 'project', 'ti|', ['title']],
  ])('%s', (_name, kind, text, expected) => expect(suggested(kind, text)).toEqual(expected));
});

describe('suggests nothing', () => {
  test.each<[string, keyof typeof paths, string]>([
    ['in prose', 'lesson', `${head}The layer is| here.`],
    ['after a colon', 'lesson', 'It is this: |'],
    ['after a less-than sign of the text', 'lesson', String.raw`a \<|`],
    ['after a less-than sign with a space', 'lesson', 'a < b|'],
    ['in code', 'lesson', '```dockerfile\nFROM a\n:::|\n```\n'],
    ['in code for a component', 'lesson', '~~~\n<|\n~~~'],
    ['in code within an outer fence', 'lesson', '````md\n```sh |\n````'],
    ['in code of the text', 'lesson', 'Use `<|` here.'],
    ['in a comment', 'lesson', '{/* <|Replay */}'],
    ['after a tag', 'lesson', '<Replay run="a" />\n|'],
    ['in a free text of a component', 'lesson', '<Replay caption="|" />'],
    ['in a free text with a tag', 'lesson', '<Replay caption="a <| b" />'],
    ['for an unknown component', 'lesson', '<Unknown |/>'],
    ['for an edit without a run', 'lesson', '<Replay edit="|" />'],
    ['in a free text of a directive', 'lesson', ':::note{title="a |"}'],
    ['after the language of a fence', 'lesson', '```s|'],
    ['within an option of a fence', 'lesson', '```sh expect="ru|"'],
    ['within marked lines of a fence', 'lesson', '```sh mark={1 |}'],
    ['in the text of a link', 'lesson', '[la|](/glossary#layer)'],
    ['in an address after a space', 'lesson', '[x](/a |)'],
    ['for a figure in a statement', 'statement', '<Replay run="|" />'.replace('Replay', 'Nothing')],
    ['on the lines of the frontmatter', 'lesson', '--|-\ntitle: A\n---\n'],
    ['in a text of the frontmatter', 'lesson', '---\ntitle: The p|\n---\n'],
    ['in a comment of YAML', 'exercise', 'version: 1 # ti|'],
    ['in a text of YAML', 'exercise', 'title: The ti|'],
    ['in a block of text', 'exercise', 'summary: >-\n  ti|\n'],
    ['in a text between quotes', 'exercise', 'title: "A ti|"'],
    ['for a number', 'exercise', 'minutes: |'],
    ['for options of an unknown check', 'exercise', `${rubric}    - { check: other, options: { | } }`],
    ['for a key that has no schema', 'exercise', 'other:\n  |'],
    ['in a program', 'python', '<|'],
    ['in a file that only has the name', 'other', 'ti|'],
  ])('%s', (_name, kind, text) => expect(suggested(kind, text)).toEqual([]));
});

describe('inserts', () => {
  test.each<[string, keyof typeof paths, string, string, string]>([
    ['a directive with its end', 'lesson', ':::|', 'note', 'note{title="$1"}\nA text.\n:::\n$0'],
    ['a directive that contains others', 'lesson', ':::|', 'tabs', ':tabs\n:::tab{title="One"\\}\n::::\n$0'],
    ['only the name of a directive that is there', 'lesson', ':::|{id="x"}', 'quiz', 'quiz'],
    ['a figure with what it needs', 'lesson', '<|', 'Replay', 'Replay run="$1" />$0'],
    ['a component with content', 'lesson', '<|', 'Steps', 'Steps>$0</Steps>'],
    ['only the name of a component that is there', 'lesson', '<Re| run="x" />', 'Replay', 'Replay'],
    ['a figure in a bracket that the editor closed', 'lesson', '<Rep|>', 'Replay', 'Replay run="$1" />$0'],
    ['an attribute', 'lesson', '<Replay |', 'run', 'run="$0"'],
    ['an option with an example', 'lesson', '```sh |', 'mark', 'mark={${1:1-3}\\}$0'],
    ['an option without a value', 'lesson', '```sh |', 'run', 'run'],
    ['a key with a value', 'exercise', '|', 'title', 'title: $0'],
    ['a key with a list of names', 'exercise', '|', 'tags', 'tags: [$0]'],
    ['a key with a list of maps', 'exercise', '|', 'wrong', 'wrong:\n  - $0'],
    ['a key with a map', 'exercise', '|', 'rubric', 'rubric:\n  $0'],
    ['a key between braces', 'exercise', `${rubric}    - { check: x, | }`, 'options', 'options: { $0 }'],
    ['only the key that has a value', 'exercise', 'ti|: A', 'title', 'title'],
  ])('%s', (_name, kind, marked, label, insert) => {
    const offset = marked.indexOf('|');
    const found = completionsAt(paths[kind], marked.replace('|', ''), offset, vocabulary);
    expect(found?.all.find((candidate) => candidate.label === label)?.insert).toBe(insert);
  });

  test('in the place of a bracket that the editor closed', () => {
    expect(completionsAt(paths.lesson, '<Rep>', 4, vocabulary)).toMatchObject({ from: 1, to: 5 });
  });

  test('in the place of the whole word', () => {
    const text = '<Replay run="sorter/first" />';
    expect(completionsAt(paths.lesson, text, text.indexOf('ter'), vocabulary)).toMatchObject({
      from: text.indexOf('sorter'),
      to: text.indexOf('" />'),
    });
  });
});

test('a component is suggested with what it shows', () => {
  const found = completionsAt(paths.lesson, '<Re', 3, vocabulary);
  expect(found?.all[0]).toMatchObject({ label: 'Replay', detail: 'Two builds.' });
});

describe('explains', () => {
  test.each<[string, keyof typeof paths, string, string | undefined]>([
    ['a component without attributes', 'lesson', '<Ste|ps>', 'A list.'],
    ['a component', 'lesson', '<Rep|lay run="x" />', 'Two builds.'],
    ['an attribute', 'lesson', '<Replay r|un="x" />', 'The run.'],
    ['a directive', 'lesson', ':::no|te{title="x"}', 'An aside.'],
    ['an option of a fence', 'lesson', '```sh r|un', 'Runs it.'],
    ['a key of the frontmatter', 'lesson', '---\nti|tle: A\n---\n', 'A few words.'],
    [
      'a key of exercise.yaml',
      'exercise',
      'tags: []\nread|only: []',
      exerciseSchema.shape.readonly.description,
    ],
    [
      'an option of a check',
      'exercise',
      `${rubric}    - { check: size-budget, options: { max|Mb: 5 } }`,
      'In MB.',
    ],
    ['a word of prose', 'lesson', 'A Rep|lay.', undefined],
    ['a component in code', 'lesson', '```\n<Rep|lay />\n```', undefined],
    ['a key in a different file', 'python', 'ti|tle: A', undefined],
  ])('%s', (_name, kind, marked, description) => {
    const found = explanationAt(paths[kind], marked.replace('|', ''), marked.indexOf('|'), vocabulary);
    if (description === undefined) expect(found).toBeUndefined();
    else expect(found?.description).toContain(description);
  });
});
