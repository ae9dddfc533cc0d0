import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import { expect, test } from 'vitest';
import { robotsRules } from './robots.ts';

const { rules, sitemap } = robotsRules('https://course.example');
const disallowed = [rules].flat().flatMap(({ disallow = [] }) => disallow);
const isAllowed = (path: string) => !disallowed.some((prefix) => path.startsWith(prefix));

test('names the sitemap with its full address', () => {
  expect(sitemap).toBe('https://course.example/sitemap.xml');
});

test.each(['/api/runs', hrefTo('run', '01a1fca7'), hrefTo('operator'), '/review/queue'])(
  '%s is not for crawlers',
  (path) => expect(isAllowed(path)).toBe(false),
);

test('every page that needs no sign-in may be crawled', () => {
  const open = Object.values(pages).filter(({ signIn }) => signIn === undefined);
  expect(open.filter(({ path }) => !isAllowed(path))).toEqual([]);
});
