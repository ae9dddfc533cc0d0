import { expect, test } from 'vitest';
import { labOrderProblem, orderProblems } from './course-order.ts';
import { parseLessonText } from './lesson-text.ts';

const modules = [
  { slug: 'first', lessons: ['a', 'b', 'c'], exercises: ['try-a'], labs: ['use-a'] },
  { slug: 'empty', lessons: [], exercises: ['try-nothing'], labs: [] },
  { slug: 'second', lessons: ['d', 'e'], exercises: [], labs: ['use-d'] },
];

const problemsOf = async (slug: string, prerequisites: string, next: string) => {
  const source = `---\ntitle: A\nsummary: B\nobjectives: [Do it.]\nminutes: 7\nprerequisites: [${prerequisites}]\ndifficulty: 1\nupdated: 2026-11-21\n---\n\n<Next ${next}>On.</Next>\n`;
  const lesson = await parseLessonText(source, slug, 'x.mdx');
  return orderProblems(lesson, modules).map(({ line, message }) => `${line}: ${message}`);
};

test.each<[name: string, slug: string, prerequisites: string, next: string, problem: string]>([
  [
    'a prerequisite from a later module',
    'b',
    'd',
    'lesson="c"',
    '6: prerequisites: d does not come before this lesson in course.yaml',
  ],
  ['a prerequisite that comes later in the module', 'a', 'c', 'lesson="b"', '6: prerequisites: c does not'],
  ['a lesson that needs itself', 'a', 'a', 'lesson="b"', '6: prerequisites: a does not'],
  [
    'a lesson that is skipped',
    'a',
    '',
    'lesson="c"',
    '11: <Next>: the lesson that follows this one in course.yaml is b, not c. Link to it or to an exercise of the module: try-a',
  ],
  [
    'a skipped lesson in the next module',
    'c',
    '',
    'lesson="e"',
    '11: <Next>: the lesson that follows this one in course.yaml is d, not e',
  ],
  [
    'a lesson after the last one',
    'e',
    '',
    'lesson="a"',
    '11: <Next>: no lesson follows this one in course.yaml. Link to an exercise of the module, which has none',
  ],
  [
    'an exercise of a different module',
    'd',
    '',
    'exercise="try-a"',
    '11: <Next>: try-a is not an exercise of the module second, which has none',
  ],
])('reports %s', async (_name, slug, prerequisites, next, problem) => {
  expect(await problemsOf(slug, prerequisites, next)).toEqual([expect.stringContaining(problem)]);
});

test.each<[name: string, slug: string, prerequisites: string, next: string]>([
  ['the lesson that follows', 'a', '', 'lesson="b"'],
  ['prerequisites from an earlier module', 'd', 'a, b', 'lesson="e"'],
  ['the first lesson of the next module that has lessons', 'c', 'a, b', 'lesson="d"'],
  ['an exercise of the module, in the middle of it', 'b', 'a', 'exercise="try-a"'],
  ['a prerequisite that the course does not list, which is reported on its own', 'b', 'z', 'lesson="c"'],
  ['a lesson that no module lists', 'z', 'e', 'lesson="a"'],
])('near miss: %s', async (_name, slug, prerequisites, next) => {
  expect(await problemsOf(slug, prerequisites, next)).toEqual([]);
});

test.each<[name: string, slug: string, lesson: string | undefined, problem: string | undefined]>([
  [
    'a lab before its lesson',
    'use-a',
    'd',
    'the module first, which lists this lab, comes before the module second with its lesson',
  ],
  ['near miss: a lab in the module of its lesson', 'use-d', 'e', undefined],
  ['near miss: a lab after the module of its lesson', 'use-d', 'a', undefined],
  ['near miss: a lab without a lesson', 'use-a', undefined, undefined],
  ['near miss: a lesson that the course does not list', 'use-a', 'z', undefined],
  ['near miss: a lab that the course does not list', 'use-z', 'd', undefined],
])('%s', (_name, slug, lesson, problem) => expect(labOrderProblem({ slug, lesson }, modules)).toBe(problem));
