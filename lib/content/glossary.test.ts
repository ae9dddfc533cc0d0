import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseGlossary } from './glossary.ts';

const entry = (slug: string, term: string, rest = '') =>
  `${slug}:\n  term: ${term}\n  definition: What it is.\n${rest}`;

test('entries are in the order of their terms, regardless of their slugs', () => {
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
  ['an invalid slug', entry('Build Context', 'build context'), 'must be lower-case words joined by hyphens'],
  ['an entry without a definition', 'tag:\n  term: tag\n', 'glossary.yaml:2:3: tag.definition: is missing'],
  [
    'an unknown key',
    entry('tag', 'tag', '  defintion: twice\n'),
    'glossary.yaml:4:14: tag.defintion: unknown key',
  ],
  [
    'a definition that is too long',
    `tag:\n  term: tag\n  definition: ${'long '.repeat(70)}\n`,
    'tag.definition',
  ],
  [
    'a name used by two entries',
    entry('tag', 'tag') + entry('label', 'label', '  also: [Tag]\n'),
    'glossary.yaml:4: label: "Tag" is already a name of tag',
  ],
])('rejects %s', (_name, text, message) => {
  expect(() => parseGlossary(text, 'glossary.yaml')).toThrow(message);
});

test('the glossary of the course is complete and in the order of its slugs, and each definition ends with a full stop', () => {
  const file = join(import.meta.dirname, '../../content/glossary.yaml');
  const text = readFileSync(file, 'utf8');
  const slugs = [...text.matchAll(/^([a-z0-9-]+):$/gm)].map((match) => match[1]!);
  const entries = parseGlossary(text, file);
  expect(entries).toHaveLength(slugs.length);
  expect(slugs).toEqual(slugs.toSorted());
  expect(entries.filter(({ definition }) => !definition.endsWith('.')).map(({ slug }) => slug)).toEqual([]);
});
