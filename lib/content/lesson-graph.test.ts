import { expect, test } from 'vitest';
import { lessonGraph } from './lesson-graph.ts';

const lessons = (needs: Record<string, string[]>) =>
  new Map(
    Object.entries(needs).map(([slug, prerequisites]) => [slug, { title: slug, tags: [], prerequisites }]),
  );
const oneModule = (slugs: string[]) => [{ slug: 'm', title: 'M', lessons: slugs }];

test.each([
  ['no prerequisites', { a: [] }, { a: [] }],
  [
    'leaves out a prerequisite of a prerequisite',
    { a: [], b: ['a'], c: ['a', 'b'] },
    { a: [], b: ['a'], c: ['b'] },
  ],
  [
    'leaves out a prerequisite over several steps',
    { a: [], b: ['a'], c: ['b'], d: ['a', 'c'] },
    { a: [], b: ['a'], c: ['b'], d: ['c'] },
  ],
  [
    'near miss: two prerequisites that do not need each other',
    { a: [], b: [], c: ['a', 'b'] },
    { a: [], b: [], c: ['a', 'b'] },
  ],
])('%s', (_name, needs, expected) => {
  const [module] = lessonGraph(oneModule(Object.keys(needs)), lessons(needs as Record<string, string[]>));
  expect(Object.fromEntries(module!.lessons.map((lesson) => [lesson.slug, lesson.needs]))).toEqual(expected);
});

test.each([
  ['a lesson that does not exist', { a: ['x'] }, /a\.mdx: prerequisites: there is no lesson x/],
  ['a lesson that comes later', { a: ['b'], b: [] }, /a\.mdx: prerequisites: b comes later in the course/],
  ['the lesson itself', { a: ['a'] }, /a comes later/],
])('rejects %s', (_name, needs, message) => {
  expect(() =>
    lessonGraph(oneModule(Object.keys(needs)), lessons(needs as Record<string, string[]>)),
  ).toThrow(message);
});

test('a module without lessons is left out but counted', () => {
  expect(
    lessonGraph(
      [{ slug: 'empty', title: 'Empty', lessons: [] }, ...oneModule(['a'])],
      lessons({ a: [] }),
    ).map(({ slug, number }) => [slug, number]),
  ).toEqual([['m', 2]]);
});
