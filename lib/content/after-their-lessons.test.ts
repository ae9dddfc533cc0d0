import { expect, test } from 'vitest';
import { afterTheirLessons } from './after-their-lessons.ts';

interface Item {
  slug: string;
  lesson?: string;
}

const orderOf = (lessons: Item[], practice: Item[]) =>
  afterTheirLessons(lessons, practice, ({ lesson }) => lesson).map(({ slug }) => slug);

test.each<[name: string, lessons: Item[], practice: Item[], order: string[]]>([
  [
    'each lesson is followed by what practises it, in the given order',
    [{ slug: 'a' }, { slug: 'b' }],
    [
      { slug: 'lab-b', lesson: 'b' },
      { slug: 'try-a', lesson: 'a' },
      { slug: 'try-b', lesson: 'b' },
    ],
    ['a', 'try-a', 'b', 'lab-b', 'try-b'],
  ],
  [
    'what practises a lesson of a different module, or none, comes last',
    [{ slug: 'a' }],
    [{ slug: 'elsewhere', lesson: 'z' }, { slug: 'alone' }, { slug: 'try-a', lesson: 'a' }],
    ['a', 'try-a', 'elsewhere', 'alone'],
  ],
  ['a module without lessons', [], [{ slug: 'try-a', lesson: 'a' }], ['try-a']],
])('%s', (_name, lessons, practice, order) => expect(orderOf(lessons, practice)).toEqual(order));
