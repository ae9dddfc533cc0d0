import { join } from 'node:path';
import { slugOf, type PageName } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import { expect, test, vi } from 'vitest';
import { searchIndex } from './search-index.ts';

vi.stubEnv('CONTENT_DIR', join(import.meta.dirname, '../../content'));

test('everything that has a page or an anchor is in the index exactly once', async () => {
  const entries = await searchIndex();
  const kinds = new Set(entries.map(({ kind }) => kind));
  expect([...kinds]).toEqual(
    expect.arrayContaining(['lesson', 'section', 'exercise', 'module', 'term', 'check', 'page']),
  );
  expect(new Set(entries.map(({ href }) => href)).size).toBe(entries.length);
});

test('the index has the pages that the table lists in the search, and no others', async () => {
  const addresses = (await searchIndex()).map(({ href }) => href.split('#')[0]!);
  const names = Object.keys(pages) as PageName[];
  const indexed = names.filter((name) =>
    addresses.some((address) => address === pages[name].path || slugOf(name, address) !== undefined),
  );
  const listedIn = (name: PageName): readonly string[] => pages[name].listedIn;
  expect(indexed).toEqual(names.filter((name) => listedIn(name).includes('search')));
});

test.each([
  ['a lesson by its objectives', '/lessons/how-the-cache-decides', 'first step that missed'],
  ['a lesson by the terms it links to', '/lessons/how-the-cache-decides', 'sha256'],
  ['an exercise by its concepts', '/exercises/cache-order', 'cache'],
  ['an exercise by its hints', '/exercises/cache-order', 'as if it were a Dockerfile'],
  [
    'a section by an error message',
    '/lessons/image-vs-container#images-that-cant-be-removed',
    'no space left on device',
  ],
  ['a term by a different name', '/glossary#digest', 'sha256'],
  ['a check by a rule of another tool', '/checks/root-user', 'DL3002'],
])('%s', async (_name, href, words) => {
  const entry = (await searchIndex()).find((candidate) => candidate.href === href);
  expect(entry?.alias).toContain(words);
});

test.each([
  ['the text of a section', '/lessons/life-of-a-container#where-an-exit-code-comes-from', '137'],
  ['a recorded output', '/lessons/works-on-my-machine', "No such file or directory: 'git'"],
])('%s is searched', async (_name, href, words) => {
  const entry = (await searchIndex()).find((candidate) => candidate.href === href);
  expect(entry?.text).toContain(words);
});
