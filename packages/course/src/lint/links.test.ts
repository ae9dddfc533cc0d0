import { expect, test } from 'vitest';
import { writtenTree } from './lesson-text.ts';
import { linkProblems } from './links.ts';

const targets = {
  lessons: new Set(['a']),
  exercises: new Set(['b']),
  labs: new Set(['l']),
  checks: new Set(['root-user']),
  modules: new Set(['m']),
  terms: new Set(['layer']),
};

test.each([
  '/lessons/a',
  '/lessons/a#a-place',
  '/exercises/b',
  '/labs/l',
  '/checks/root-user',
  '/course/m',
  '/glossary#layer',
  '/glossary',
  '/cheat-sheet',
  '/checks',
  '#here',
  'https://docs.docker.com/',
])('%s is valid', (url) => {
  expect(linkProblems(writtenTree(`See [it](${url}).`), 'a.mdx', targets)).toEqual([]);
});

test.each<[url: string, message: string]>([
  ['/lessons/b', 'there is no lesson b'],
  ['/exercises/a', 'there is no exercise a'],
  ['/labs/b', 'there is no lab b'],
  ['/checks/root', 'there is no check root'],
  ['/course/n', 'there is no module n'],
  ['/glossary#layers', 'there is no term layers in the glossary'],
  ['/lessons', 'there is no page /lessons'],
  ['/lessons/a/b', 'there is no page /lessons/a/b'],
  ['/search', 'there is no page /search'],
  [
    '//example.com',
    'a link must lead to a page of this site (/lessons/…) or to https://…, not to //example.com',
  ],
  ['a', 'a link must lead to a page of this site (/lessons/…) or to https://…, not to a'],
  [
    'http://example.com',
    'a link must lead to a page of this site (/lessons/…) or to https://…, not to http://example.com',
  ],
  [
    'javascript:alert(1)',
    'a link must lead to a page of this site (/lessons/…) or to https://…, not to javascript:alert(1)',
  ],
])('%s is not valid', (url, message) => {
  expect(linkProblems(writtenTree(`One.\n\nSee [it](${url}).`), 'a.mdx', targets)).toEqual([
    { file: 'a.mdx', line: 3, column: 5, message },
  ]);
});

test('checks reference links, links in answers, and images', () => {
  const body =
    '[x]: /lessons/c\n\n![a](/a.png)\n\n:::predict{id="p"}\nQ?\n\n- [ ] a\n- [x] b\n\n~~~answer\n\n[y](/lessons/d)\n~~~\n:::';
  expect(
    linkProblems(writtenTree(body), 'a.mdx', targets).map(({ line, message }) => `${line}: ${message}`),
  ).toEqual([
    '1: there is no lesson c',
    '3: use a figure component instead of an image, because it has a text version and follows the theme',
    '13: there is no lesson d',
  ]);
});
