import { expect, test } from 'vitest';
import { copiedPath, copiedText, partPaths } from './copy-part.ts';

const all = [
  'exercises/pin-it/exercise.yaml',
  'exercises/pin-it/starter/Dockerfile',
  'exercises/pin-it-again/exercise.yaml',
  'lessons/pin-it.mdx',
  'lessons/pin-it-again.mdx',
  'outputs/pin-it.json',
];

test.each([
  ['exercise', 'pin-it', ['exercises/pin-it/exercise.yaml', 'exercises/pin-it/starter/Dockerfile']],
  ['lesson', 'pin-it', ['lessons/pin-it.mdx', 'outputs/pin-it.json']],
  ['lesson', 'pin', []],
] as const)('the %s %s has its own files only', (kind, slug, paths) =>
  expect(partPaths(kind, slug, all)).toEqual(paths),
);

test.each([
  ['exercises/a/wrong/a/Dockerfile', 'exercises/b/wrong/a/Dockerfile'],
  ['lessons/a.mdx', 'lessons/b.mdx'],
  ['outputs/a.json', 'outputs/b.json'],
  ['exercises/a-b/exercise.yaml', 'exercises/a-b/exercise.yaml'],
])('%s becomes %s', (path, copied) => expect(copiedPath(path, 'a', 'b')).toBe(copied));

test.each([
  ['its slug', 'exercises/a/exercise.yaml', 'version: 1\nslug: a\n', 'version: 1\nslug: b\n'],
  ['a link to itself', 'exercises/a/statement.mdx', '[x](/exercises/a#y)', '[x](/exercises/b#y)'],
  ['a link of a lesson to itself', 'lessons/a.mdx', '[x](/lessons/a)', '[x](/lessons/b)'],
])('%s is changed', (_name, path, text, copied) => expect(copiedText(text, path, 'a', 'b')).toBe(copied));

test.each([
  ['a lesson with the same slug', 'exercises/a/statement.mdx', '[x](/lessons/a)'],
  ['a longer slug', 'exercises/a/statement.mdx', '[x](/exercises/a-longer)'],
  ['the slug below another key', 'exercises/a/exercise.yaml', 'run:\n  slug: a\n'],
  ['a recorded run', 'lessons/a.mdx', '<LayerStack run="a/starter" />'],
  ['the code of a learner', 'exercises/a/starter/app.py', 'get("/exercises/a")'],
])('%s stays', (_name, path, text) => expect(copiedText(text, path, 'a', 'b')).toBe(text));
