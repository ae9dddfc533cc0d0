import { expect, test } from 'vitest';
import { selectParts, type Parts } from './selection.ts';

const known: Parts = {
  lessons: ['layers', 'pin-it'],
  exercises: ['cache-order', 'pin-it'],
  labs: ['first-container'],
  projects: ['sorter'],
};
const select = (...words: string[]) => selectParts(words, known, '/repo/content', '/repo');
const only = (parts: Partial<Parts>): Parts => ({
  lessons: [],
  exercises: [],
  labs: [],
  projects: [],
  ...parts,
});

test.each<[name: string, words: string[], chosen: Parts]>([
  ['nothing', [], only({})],
  [
    'a slug of each kind',
    ['layers', 'cache-order', 'first-container', 'sorter'],
    only({
      lessons: ['layers'],
      exercises: ['cache-order'],
      labs: ['first-container'],
      projects: ['sorter'],
    }),
  ],
  ['a slug of two kinds', ['pin-it'], only({ lessons: ['pin-it'], exercises: ['pin-it'] })],
  ['the path of a lesson', ['content/lessons/pin-it.mdx'], only({ lessons: ['pin-it'] })],
  ['a path in an exercise', ['content/exercises/pin-it/wrong/a/Dockerfile'], only({ exercises: ['pin-it'] })],
  ['a path in a lab', ['content/labs/first-container/steps/run.mdx'], only({ labs: ['first-container'] })],
  ['the path of an exercise', ['content/exercises/pin-it/'], only({ exercises: ['pin-it'] })],
  [
    'an absolute path in a project',
    ['/repo/content/projects/sorter/files/a.py'],
    only({ projects: ['sorter'] }),
  ],
  ['a part that is named twice', ['layers', 'content/lessons/layers.mdx'], only({ lessons: ['layers'] })],
])('%s', (_name, words, chosen) => expect(select(...words)).toEqual(chosen));

test('paths are relative to the current folder of the command', () => {
  expect(selectParts(['layers.mdx'], known, '/repo/content', '/repo/content/lessons')).toEqual(
    only({ lessons: ['layers'] }),
  );
});

test('reports all words that match no part', () => {
  expect(
    select(
      'layers',
      'layer',
      'content/lessons/gone.mdx',
      'content/course.yaml',
      'elsewhere/lessons/layers.mdx',
    ),
  ).toEqual({
    unknown: [
      { word: 'layer', meant: 'layers' },
      { word: 'content/lessons/gone.mdx', meant: undefined },
      { word: 'content/course.yaml', meant: undefined },
      { word: 'elsewhere/lessons/layers.mdx', meant: undefined },
    ],
  });
});

test.each<[name: string, word: string, meant: string | undefined]>([
  ['a typing error', 'cahce-order', 'cache-order'],
  ['a part of a slug', 'cache', 'cache-order'],
  ['the path of a lesson', 'content/lessons/layer.mdx', 'content/lessons/layers.mdx'],
  ['the path of a lesson without its ending', 'content/lessons/layer', 'content/lessons/layers.mdx'],
  ['a path in an exercise', 'content/exercises/cache-ordr/starter', 'content/exercises/cache-order/starter'],
  ['a path in a lab', 'content/labs/first-contaner', 'content/labs/first-container'],
  ['near miss: the path of a lesson in the folder of exercises', 'content/exercises/layers', undefined],
  ['near miss: a name that is not similar', 'kubernetes', undefined],
])('suggests what was meant: %s', (_name, word, meant) => {
  expect(select(word)).toEqual({ unknown: [{ word, meant }] });
});
