import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { examplePages } from '@dfm/contracts/pages';
import type { Page } from '@playwright/test';
import { parse } from 'yaml';
import { axe, expect, stackValue, test, unfoldAnswers } from './fixtures.ts';

interface Course {
  modules: { slug: string; lessons: string[]; exercises: string[] }[];
}
const { modules } = parse(
  readFileSync(join(import.meta.dirname, '../content/course.yaml'), 'utf8'),
) as Course;
const groups: [what: string, paths: string[]][] = [
  [
    'pages outside the course',
    examplePages()
      .filter(({ name }) => !['module', 'lesson', 'exercise'].includes(name))
      .map(({ address }) => address),
  ],
  ...modules.map(({ slug, lessons, exercises }): [string, string[]] => [
    `module ${slug}`,
    [
      hrefTo('module', slug),
      ...lessons.map((lesson) => hrefTo('lesson', lesson)),
      ...exercises.map((exercise) => hrefTo('exercise', exercise)),
    ],
  ]),
];

for (const [what, paths] of groups) {
  test(`${what}: no accessibility violation, light and wide or dark and 360 px, and nothing scrolls sideways`, async ({
    learner: page,
  }) => {
    const problems: string[] = [];
    for (const path of paths) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1440, height: 800 });
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await unfoldAnswers(page);
      problems.push(...(await problemsOf(page)).map((problem) => `${path}, light and wide: ${problem}`));
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 360, height: 800 });
      problems.push(...(await problemsOf(page)).map((problem) => `${path}, dark and 360 px: ${problem}`));
    }
    expect(problems).toEqual([]);
  });
}

test('nothing scrolls sideways on a phone on which the fonts do not arrive in time', async ({ browser }) => {
  const context = await browser.newContext({
    baseURL: stackValue('E2E_URL'),
    viewport: { width: 360, height: 800 },
  });
  const page = await context.newPage();
  await page.route('**/*.woff2', (route) => route.abort());
  const problems: string[] = [];
  for (const { address } of examplePages()) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    problems.push(...(await sideways(page)).map((problem) => `${address}: ${problem}`));
  }
  expect(problems).toEqual([]);
  await context.close();
});

async function problemsOf(page: Page): Promise<string[]> {
  const { violations } = await axe(page)
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return [
    ...violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`),
    ...(await sideways(page)),
  ];
}

async function sideways(page: Page): Promise<string[]> {
  const px = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return px > 0 ? [`scrolls ${px} px sideways`] : [];
}
