import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseGlossary } from './glossary.ts';

const entry = (slug: string, term: string, rest = '') =>
  `${slug}:\n  term: ${term}\n  definition: What it is.\n${rest}`;

test('entries come in the order of their terms, whatever their slugs', () => {
  const entries = parseGlossary(
    entry('b', 'Zebra') +
      entry('c', '.dockerignore') +
      entry('a', 'daemon') +
      entry('d', 'image', '  also: [picture]\n'),
    'glossary.yaml',
  );
  expect(entries.map(({ slug }) => slug)).toEqual(['a', 'c', 'd', 'b']);
  expect(entries[2]).toEqual({ slug: 'd', term: 'image', definition: 'What it is.', also: ['picture'] });
});

test.each([
  ['a slug that is no anchor', entry('Build Context', 'build context'), 'lower-case words joined by hyphens'],
  ['an entry without its definition', 'tag:\n  term: tag\n', 'glossary.yaml:2:3: tag.definition: is missing'],
  [
    'a key that is not known',
    entry('tag', 'tag', '  defintion: twice\n'),
    'glossary.yaml:4:14: tag.defintion: this key is not known here',
  ],
  [
    'a definition that is a text of its own',
    `tag:\n  term: tag\n  definition: ${'long '.repeat(70)}\n`,
    'tag.definition',
  ],
  [
    'a name of two entries',
    entry('tag', 'tag') + entry('label', 'label', '  also: [Tag]\n'),
    'glossary.yaml:4: label: "Tag" is a name of tag already',
  ],
])('refused: %s', (_name, text, message) => {
  expect(() => parseGlossary(text, 'glossary.yaml')).toThrow(message);
});

test('the course’s glossary is whole, in the order of its slugs, and each definition ends as a sentence', () => {
  const file = join(import.meta.dirname, '../../content/glossary.yaml');
  const text = readFileSync(file, 'utf8');
  const slugs = [...text.matchAll(/^([a-z0-9-]+):$/gm)].map((match) => match[1]!);
  const entries = parseGlossary(text, file);
  expect(entries).toHaveLength(slugs.length);
  expect(slugs).toEqual(slugs.toSorted());
  expect(entries.filter(({ definition }) => !definition.endsWith('.')).map(({ slug }) => slug)).toEqual([]);
});
