import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hrefTo, slugOf } from './page-addresses.ts';
import { examplePages, fixedPages, pages } from './pages.ts';

const app = join(import.meta.dirname, '../../../app');
const folders = globSync('**/page.tsx', { cwd: app }).map((file) => `/${file.replace(/\/?page\.tsx$/, '')}`);
const paths = Object.values(pages).map(({ path }) => path);

test('every page in app/ is in the table', () => {
  expect(folders.filter((folder) => !paths.some((path) => path === folder))).toEqual([]);
});

test('every page of the table is in app/', () => {
  expect(paths.filter((path) => !folders.includes(path))).toEqual([]);
});

test('a page has a title and a description in the table exactly if it has no slug', () => {
  expect(fixedPages.map(({ path }) => path)).toEqual(paths.filter((path) => !path.includes('[')));
  for (const { title, description } of fixedPages) expect([title, description]).not.toContain('');
});

test('tests and benchmarks have an address for every page that needs no sign-in', () => {
  for (const { name, address } of examplePages())
    expect(slugOf(name, address)).toBe(pages[name].path.includes('[') ? pages[name].example : undefined);
  expect(examplePages().map(({ name }) => name)).not.toContain('operator');
});

test.each([
  [hrefTo('home'), '/'],
  [hrefTo('otherTools'), '/checks/other-tools'],
  [hrefTo('module', 'm'), '/course/m'],
  [hrefTo('attempts', 'a-b'), '/exercises/a-b/attempts'],
  [hrefTo('board', 'a/../b?c'), '/exercises/a%2F..%2Fb%3Fc/board'],
])('an address: %s', (address, expected) => expect(address).toBe(expected));

test.each([
  ['/lessons/a', 'a'],
  ['/lessons', undefined],
  ['/lessons/', undefined],
  ['/lessons/a/b', undefined],
  ['/exercises/a', undefined],
])('the slug of a lesson in %s: %s', (address, slug) => expect(slugOf('lesson', address)).toBe(slug));

test('the slug in the middle of an address', () => {
  expect(slugOf('board', '/exercises/golf/board')).toBe('golf');
  expect(slugOf('board', '/exercises/golf/attempts')).toBeUndefined();
  expect(slugOf('board', '/exercises/board')).toBeUndefined();
});
