import { join } from 'node:path';
import { slugOf, type PageName } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import { expect, test, vi } from 'vitest';
import { sitemapOf } from './sitemap.ts';

vi.stubEnv('CONTENT_DIR', join(import.meta.dirname, '../../content'));

const site = 'https://course.example';
const urls = (await sitemapOf(site)).map(({ url }) => url);

test('has the pages that the table lists there, and no others', () => {
  const paths = urls.map((url) => new URL(url).pathname);
  const names = Object.keys(pages) as PageName[];
  const found = names.filter((name) =>
    paths.some((path) => path === pages[name].path || slugOf(name, path) !== undefined),
  );
  const listedIn = (name: PageName): readonly string[] => pages[name].listedIn;
  expect(found).toEqual(names.filter((name) => listedIn(name).includes('sitemap')));
});

test('has every address once, in full', () => {
  expect(urls).toEqual(expect.arrayContaining([`${site}/`, `${site}/lessons/multi-stage-builds`]));
  expect(urls.filter((url) => !url.startsWith(`${site}/`))).toEqual([]);
  expect(new Set(urls).size).toBe(urls.length);
});
