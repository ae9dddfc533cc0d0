import { expect, test } from 'vitest';
import { gatherConcepts } from './concepts.ts';

const glossary = [
  { slug: 'layer', term: 'layer' },
  { slug: 'pid-1', term: 'PID 1' },
];
const item = (slug: string, tags: string[], kind: 'lesson' | 'exercise' = 'lesson') => ({ kind, slug, title: slug.toUpperCase(), tags });

test('tags come in the order in which they are met, each with what carries it', () => {
  const concepts = gatherConcepts([item('a', ['layers', 'cache']), item('b', ['cache']), item('c', ['cache'], 'exercise')], glossary);
  expect(concepts.map(({ tag, items }) => [tag, ...items.map(({ kind, slug }) => `${kind} ${slug}`)])).toEqual([
    ['layers', 'lesson a'],
    ['cache', 'lesson a', 'lesson b', 'exercise c'],
  ]);
});

test.each([
  ['an entry of that slug gives its term', 'pid-1', 'PID 1', 'pid-1'],
  ['an entry in the singular is linked, and the tag keeps its number', 'layers', 'layers', 'layer'],
  ['no entry', 'change-rate', 'change rate', undefined],
  ['near miss: an entry that only begins so', 'layering', 'layering', undefined],
])('%s', (_name, tag, name, term) => {
  expect(gatherConcepts([item('a', [tag])], glossary)[0]).toMatchObject({ name, term });
});
