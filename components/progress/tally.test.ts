import { expect, test } from 'vitest';
import { tally } from './tally.ts';

const lesson = (slug: string) => ({ kind: 'lesson' as const, slug, title: slug });
const exercise = (slug: string) => ({ kind: 'exercise' as const, slug, title: slug });
const lab = (slug: string) => ({ kind: 'lab' as const, slug, title: slug });
const items = [lesson('a'), lesson('b'), exercise('x'), lab('l')];
const questions = { a: 4, b: 6 };

test.each([
  [
    'nothing known',
    undefined,
    {
      read: { done: 0, of: 2 },
      answered: { done: 0, of: 10 },
      right: { done: 0, of: 0 },
      built: { done: 0, of: 1 },
      labs: { done: 0, of: 1 },
      share: 0,
      next: items[0],
    },
  ],
  [
    'a lesson started',
    { lessons: { a: { answered: 1, right: 0, questions: 4, read: false } }, exercises: {}, labs: {} },
    {
      read: { done: 0, of: 2 },
      answered: { done: 1, of: 10 },
      right: { done: 0, of: 1 },
      built: { done: 0, of: 1 },
      labs: { done: 0, of: 1 },
      share: 0.25 / 4,
      next: items[0],
    },
  ],
  [
    'a lesson read',
    { lessons: { a: { answered: 4, right: 3, questions: 4, read: true } }, exercises: {}, labs: {} },
    {
      read: { done: 1, of: 2 },
      answered: { done: 4, of: 10 },
      right: { done: 3, of: 4 },
      built: { done: 0, of: 1 },
      labs: { done: 0, of: 1 },
      share: 1 / 4,
      next: items[1],
    },
  ],
  [
    'near miss: everything answered, but not enough of it correctly',
    { lessons: { a: { answered: 4, right: 0, questions: 4, read: false } }, exercises: {}, labs: {} },
    {
      read: { done: 0, of: 2 },
      answered: { done: 4, of: 10 },
      right: { done: 0, of: 4 },
      built: { done: 0, of: 1 },
      labs: { done: 0, of: 1 },
      share: 1 / 4,
      next: items[0],
    },
  ],
  [
    'near miss: an exercise tried, but not passed',
    { lessons: {}, exercises: { x: { passed: false, bestScore: 90 } }, labs: {} },
    {
      read: { done: 0, of: 2 },
      answered: { done: 0, of: 10 },
      right: { done: 0, of: 0 },
      built: { done: 0, of: 1 },
      labs: { done: 0, of: 1 },
      share: 0,
      next: items[0],
    },
  ],
  [
    'near miss: a part of a lab',
    { lessons: {}, exercises: {}, labs: { l: { done: 1, steps: 4 } } },
    {
      read: { done: 0, of: 2 },
      answered: { done: 0, of: 10 },
      right: { done: 0, of: 0 },
      built: { done: 0, of: 1 },
      labs: { done: 0, of: 1 },
      share: 0.25 / 4,
      next: items[0],
    },
  ],
  [
    'everything done',
    {
      lessons: {
        a: { answered: 4, right: 3, questions: 4, read: true },
        b: { answered: 6, right: 6, questions: 6, read: true },
      },
      exercises: { x: { passed: true, bestScore: 90 } },
      labs: { l: { done: 3, steps: 3 } },
    },
    {
      read: { done: 2, of: 2 },
      answered: { done: 10, of: 10 },
      right: { done: 9, of: 10 },
      built: { done: 1, of: 1 },
      labs: { done: 1, of: 1 },
      share: 1,
      next: undefined,
    },
  ],
  [
    'more answers than the lesson now has questions count as all',
    { lessons: { a: { answered: 9, right: 9, questions: 9, read: true } }, exercises: {}, labs: {} },
    {
      read: { done: 1, of: 2 },
      answered: { done: 4, of: 10 },
      right: { done: 4, of: 4 },
      built: { done: 0, of: 1 },
      labs: { done: 0, of: 1 },
      share: 1 / 4,
      next: items[1],
    },
  ],
])('%s', (_name, progress, expected) => {
  expect(tally(items, questions, progress)).toEqual(expected);
});
