import { expect, test } from 'vitest';
import { coursePosition } from './course-position.ts';

const item = (kind: 'lesson' | 'exercise' | 'lab', slug: string) => ({
  kind,
  slug,
  title: slug.toUpperCase(),
  summary: '',
  minutes: 5,
});
const modules = [
  { items: [item('lesson', 'cache'), item('exercise', 'order'), item('lab', 'order')] },
  { items: [item('exercise', 'cache')] },
];

test.each([
  [
    'the lesson and the next module’s first item',
    'order',
    'cache',
    {
      lesson: { href: '/lessons/cache', title: 'CACHE' },
      next: { href: '/exercises/cache', title: 'CACHE' },
    },
  ],
  [
    'an exercise with the slug of a lesson, and the last item',
    'cache',
    undefined,
    { lesson: undefined, next: undefined },
  ],
  ['an exercise that is in no module', 'elsewhere', undefined, { lesson: undefined, next: undefined }],
])('%s', (_, slug, lesson, expected) => expect(coursePosition(modules, slug, lesson)).toEqual(expected));

test('a lesson is not confused with an earlier exercise that has the same slug', () => {
  const twins = [{ items: [item('exercise', 'twin'), item('lesson', 'twin')] }];
  expect(coursePosition(twins, 'twin', 'twin').lesson?.href).toBe('/lessons/twin');
});
