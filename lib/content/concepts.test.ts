import { expect, test } from 'vitest';
import { gatherConcepts } from './concepts.ts';

const glossary = [
  { slug: 'layer', term: 'layer', also: [] },
  { slug: 'pid-1', term: 'PID 1', also: [] },
  { slug: 'shared-library', term: 'shared library', also: ['.so file'] },
  { slug: 'build-context', term: 'build context', also: ['context'] },
];
const item = (slug: string, tags: string[], kind: 'lesson' | 'exercise' = 'lesson') => ({
  kind,
  slug,
  title: slug.toUpperCase(),
  tags,
});

test('concepts are in the order in which they first appear, each with its lessons and exercises', () => {
  const concepts = gatherConcepts(
    [item('a', ['drift', 'cache']), item('b', ['cache']), item('c', ['cache'], 'exercise')],
    glossary,
  );
  expect(
    concepts.map(({ slug, items }) => [slug, ...items.map(({ kind, slug: of }) => `${kind} ${of}`)]),
  ).toEqual([
    ['drift', 'lesson a'],
    ['cache', 'lesson a', 'lesson b', 'exercise c'],
  ]);
});

test.each([
  ['the slug of an entry', 'pid-1', 'pid-1', 'PID 1', true],
  ['an entry in the plural', 'layers', 'layer', 'layer', true],
  ['a plural that changes the ending', 'shared-libraries', 'shared-library', 'shared library', true],
  ['another name of an entry', 'context', 'build-context', 'build context', true],
  ['no entry', 'change-rate', 'change-rate', 'change rate', false],
  ['near miss: a tag that only starts like an entry', 'layering', 'layering', 'layering', false],
])('%s', (_name, tag, slug, name, hasEntry) => {
  expect(gatherConcepts([item('a', [tag])], glossary)[0]).toMatchObject({ slug, name, hasEntry });
});

test('tags for the same entry are one concept, and a lesson with both tags is listed once', () => {
  expect(gatherConcepts([item('a', ['layer', 'layers']), item('b', ['layers'])], glossary)).toEqual([
    {
      slug: 'layer',
      name: 'layer',
      hasEntry: true,
      tags: ['layer', 'layers'],
      items: [item('a', []), item('b', [])].map(({ tags: _tags, ...rest }) => rest),
    },
  ]);
});
