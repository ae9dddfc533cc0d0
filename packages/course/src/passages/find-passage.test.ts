import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Nodes } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import { describe, expect, test } from 'vitest';
import { writtenTree } from '../lint/lesson-text.ts';
import { wordsOf } from '../lint/written-words.ts';
import { labSkeleton } from '../new/lab-skeleton.ts';
import { findPassages } from './find-passage.ts';

const lesson = `---
title: "A \\"small\\" image"
summary: Why a small image
  starts sooner.
objectives:
  - Name the largest layer.
sources:
  - { claim: a layer is pulled once, from: Image specification }
updated: 2026-01-01
---

Every layer is a *tarball*. The engine pulls it once,
and keeps it &amp; its digest. See the [list of layers](/glossary#layer) of an image.

## Layers

Some **bold**ness does not hurt. The same sentence is here twice.

It weighs <Measured run="a/b" value="image" /> on disk, and <Measured run="a/b" value="packed" /> on the wire.

\`\`\`dockerfile title="Dockerfile" {2}
FROM python:3.11
RUN pip install \\
    --no-cache-dir -r requirements.txt
\`\`\`

<LayerStack run="a/b" caption="Four layers and their sizes" />

| command | effect |
|---|---|
| \`docker history\` | lists the layers |
| \`docker images\` | lists the images |

:::predict{id="branch"}
Which layer is the largest?

- [ ] The base image, because it is first.
- [x] The packages.

~~~answer
The base is small. A package brings \`libgomp\` with it.
~~~
:::

## Caches

The same sentence is here twice. “Curly” quotes don't matter.

:::note{title="You may have read: images are files"}
They are lists of files.
:::

:::quiz{id="end"}
1. What is a layer?

   - [x] A list of changes — *It is the difference to the layer below.*
   - [ ] A copy of everything — *That would be an image.*

2. Which one is pulled?

   - [ ] A copy of everything — *No: layers that are there stay.*
   - [x] Those that are missing — *Each has a digest.*
:::

:::recall
- What is a digest? — A checksum of the content.
:::

{/* a comment */}

### Ports

The service listens on {{port}} and answers \`{{path}}\` within a second.
`;

interface Case {
  quote: string;
  before?: string;
  after?: string;
  anchor?: string;
}

const place = (passage: Case, source = lesson) =>
  findPassages({ path: 'lesson.mdx', text: source }, [
    { before: '', after: '', anchor: '', ...passage },
  ])?.[0];
const lineOf = (text: string, source = lesson) => source.slice(0, source.indexOf(text)).split('\n').length;

/** A name, a passage as a page shows it, and the beginning of its line. */
const found: [name: string, passage: Case, at: string][] = [
  ['a sentence', { quote: 'Every layer is a tarball.' }, 'Every layer'],
  ['the second line of a paragraph', { quote: 'and keeps it & its digest.' }, 'and keeps it'],
  ['across two lines', { quote: 'pulls it once, and keeps it' }, 'Every layer'],
  ['an entity', { quote: 'it & its digest' }, 'and keeps it'],
  ['a link, without its address', { quote: 'the list of layers of an image' }, 'and keeps it'],
  ['a word that is partly bold', { quote: 'Some boldness does not hurt' }, 'Some **bold**'],
  [
    'curly quotation marks and apostrophes',
    { quote: '"Curly" quotes don’t matter' },
    'The same sentence is here twice. “Curly',
  ],
  ['without regard to case', { quote: 'EVERY LAYER IS A TARBALL' }, 'Every layer'],
  ['a line of a code block', { quote: 'RUN pip install \\' }, 'RUN pip install'],
  ['a later line of a code block', { quote: '--no-cache-dir -r requirements.txt' }, '    --no-cache-dir'],
  ['the title of a code block', { quote: 'Dockerfile', after: 'FROM python:3.11 RUN' }, '```dockerfile'],
  ['a caption', { quote: 'Four layers and their sizes' }, '<LayerStack'],
  ['a cell of a table', { quote: 'lists the images', before: 'docker images' }, '| `docker images`'],
  [
    'a measured value in a sentence',
    { quote: 'It weighs 122 MB on disk, and 44.1 MB on the wire.' },
    'It weighs',
  ],
  [
    'a sentence that begins with a measured value',
    { quote: '44.1 MB on the wire.', before: 'on disk, and' },
    'It weighs',
  ],
  ['a question', { quote: 'Which layer is the largest?', anchor: 'branch/1' }, 'Which layer'],
  ['an option', { quote: 'The base image, because it is first.', anchor: 'branch/1/a' }, '- [ ] The base'],
  [
    'the answer to a prediction',
    { quote: 'A package brings libgomp with it.', anchor: 'branch/1' },
    'The base is small',
  ],
  [
    'the explanation of an option',
    { quote: 'It is the difference to the layer below.', anchor: 'end/1/a' },
    '   - [x] A list',
  ],
  [
    'the first of two equal options',
    { quote: 'A copy of everything', anchor: 'end/1/b' },
    '   - [ ] A copy of everything — *That',
  ],
  [
    'the second of two equal options',
    { quote: 'A copy of everything', anchor: 'end/2/a' },
    '   - [ ] A copy of everything — *No',
  ],
  ['the title of a note', { quote: 'You may have read: images are files' }, ':::note'],
  [
    'a sentence that is there twice, by its section',
    { quote: 'The same sentence is here twice.', anchor: '#layers' },
    'Some **bold**',
  ],
  [
    'the other one',
    { quote: 'The same sentence is here twice.', anchor: '#caches' },
    'The same sentence is here twice. “Curly',
  ],
  [
    'the first one, by what comes before it',
    { quote: 'The same sentence is here twice.', before: 'does not hurt.' },
    'Some **bold**',
  ],
  [
    'a sentence whose section was renamed',
    { quote: 'The same sentence is here twice.', after: '“Curly” quotes', anchor: '#old-title' },
    'The same sentence is here twice. “Curly',
  ],
  ['a title of the frontmatter, with escapes', { quote: 'A "small" image' }, 'title:'],
  [
    'a summary of the frontmatter that goes on',
    { quote: 'starts sooner.', before: 'Why a small image' },
    '  starts sooner',
  ],
  ['an objective', { quote: 'Name the largest layer.' }, '  - Name'],
  ['a source with a capital letter', { quote: 'A layer is pulled once' }, '  - { claim'],
  [
    'a single word with what is around it',
    { quote: 'digest', before: 'keeps it & its', after: 'See the list' },
    'and keeps it',
  ],
  [
    'only symbols, by what is around them',
    { quote: '&', before: 'once, and keeps it', after: 'its digest. See' },
    'and keeps it',
  ],
  [
    'a drawn value',
    { quote: 'The service listens on 8010 and answers /live within a second.' },
    'The service',
  ],
  [
    'a text that was moved',
    { quote: 'quotes don’t matter', before: '“Curly”', anchor: '#layers' },
    'The same sentence is here twice. “Curly',
  ],
];

describe('a passage is found', () => {
  test.each(found)('%s', (_name, passage, at) => {
    expect(lesson, 'the table is right').toContain(at);
    expect(place(passage)).toEqual({ line: lineOf(at), isExact: true });
  });
});

/** Near misses: the line is where the section, the question or the option begins. */
const lost: [name: string, passage: Case, at: string | undefined][] = [
  ['a changed sentence', { quote: 'Some boldness hurts nobody at all.', anchor: '#layers' }, '## Layers'],
  ['a changed word', { quote: 'Every layer is a zip file.', anchor: '' }, undefined],
  [
    'text of a figure that is not in the source',
    { quote: 'RUN pip install 41 MB', anchor: '#layers' },
    '## Layers',
  ],
  ['a changed option', { quote: 'The kernel, of course.', anchor: 'branch/1/b' }, '- [x] The packages'],
  ['an option that is gone', { quote: 'The kernel, of course.', anchor: 'branch/1/d' }, ':::predict'],
  ['a changed question', { quote: 'Which layers are pushed?', anchor: 'end/2' }, '2. Which one'],
  ['a section that is gone', { quote: 'None of these words is here now.', anchor: '#gone' }, undefined],
  [
    'a word that is elsewhere too',
    { quote: 'layer', before: 'a sentence that was deleted, about the', anchor: '#caches' },
    '## Caches',
  ],
  [
    'a recall card, which the page does not show',
    { quote: 'A checksum of the content.', anchor: '#caches' },
    '## Caches',
  ],
  ['the address of a link', { quote: 'glossary layer of an image', anchor: '#layers' }, '## Layers'],
  ['a comment', { quote: 'a comment', anchor: '#ports' }, '### Ports'],
  ['only symbols, without anything around them', { quote: '&&', anchor: '#caches' }, '## Caches'],
];

describe('a passage is not found', () => {
  test.each(lost)('%s', (_name, passage, at) => {
    expect(place(passage)).toEqual({ line: at === undefined ? 1 : lineOf(at), isExact: false });
  });

  test('in a text that is not valid MDX', () => {
    expect(
      place({ quote: 'Every layer is a tarball.' }, lesson.replace('Every', 'Every <Note')),
    ).toBeUndefined();
  });
});

test('lines follow edits above', () => {
  const edited = lesson.replace('## Layers', 'A new paragraph.\n\nAnd one more.\n\n## Layers');
  const passage = { quote: 'Some boldness does not hurt.' };
  expect(place(passage, edited)!.line).toBe(place(passage)!.line + 4);
});

test('a statement without frontmatter', () => {
  expect(place({ quote: 'Fix line two.' }, 'First.\n\nFix *line* two.\n')).toEqual({
    line: 3,
    isExact: true,
  });
});

describe('in the description of a lab', () => {
  const text = labSkeleton({ slug: 'publish-a-port' })['labs/publish-a-port/lab.yaml']!;
  const find = (quote: string) =>
    findPassages({ path: 'lab.yaml', text }, [{ quote, before: '', after: '', anchor: '' }])?.[0];

  test.each([
    ['a summary', 'in a container reachable, then remove'],
    ['a condition', 'Port 8080 answers with hello'],
    ['a hint', 'A container that was stopped still exists'],
  ])('%s is found', (_name, quote) =>
    expect(find(quote)).toEqual({ line: lineOf(quote, text), isExact: true }),
  );

  test('near miss: commands, which the page does not show', () =>
    expect(find('docker rm --force web')).toEqual({ line: 1, isExact: false }));
});

test('several passages are found in one reading, in their order', () => {
  const passage = { before: '', after: '', anchor: '' };
  const quotes = ['They are lists of files.', 'Every layer is a tarball.'];
  const lines = findPassages(
    { path: 'lesson.mdx', text: lesson },
    quotes.map((quote) => ({ ...passage, quote })),
  )!.map(({ line }) => line);
  expect(lines).toEqual([lineOf('They are'), lineOf('Every layer')]);
});

describe('every paragraph of the course is found at its line', () => {
  const content = join(import.meta.dirname, '../../../../content');
  const files = globSync('{lessons/*.mdx,exercises/*/statement.mdx,labs/*/steps/*.mdx}', { cwd: content });

  test.each(files)('%s', (name) => {
    const source = readFileSync(join(content, name), 'utf8');
    const head = /^---\n[\s\S]*?\n---\n/.exec(source)?.[0] ?? '';
    const paragraphs: { quote: string; line: number }[] = [];
    const tree = writtenTree('\n'.repeat(head.split('\n').length - 1) + source.slice(head.length));
    visit(tree, ['paragraph', 'containerDirective'], (node) => {
      if (node.type === 'containerDirective' && 'name' in node && node.name === 'recall') return SKIP;
      if (node.type !== 'paragraph') return undefined;
      const quote = wordsOf(node as Nodes);
      // Shorter ones are elsewhere too.
      if (quote.split(/\s+/).length >= 6) paragraphs.push({ quote, line: node.position!.start.line });
      return undefined;
    });
    // A step of a lab is short.
    expect(paragraphs.length).toBeGreaterThan(name.startsWith('labs/') ? 0 : 2);
    const passages = paragraphs.map(({ quote }) => ({ quote, before: '', after: '', anchor: '' }));
    const places = findPassages({ path: name, text: source }, passages)!;
    const wrong = paragraphs.filter(
      ({ quote, line }, index) =>
        !places[index]!.isExact ||
        // Of equal paragraphs, the first is found.
        (places[index]!.line !== line && paragraphs.find((other) => other.quote === quote)!.line === line),
    );
    expect(wrong).toEqual([]);
  });
});
