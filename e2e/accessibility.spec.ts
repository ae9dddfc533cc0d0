import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { parse } from 'yaml';
import { expect, test } from './fixtures.ts';

interface Course {
  modules: { slug: string; lessons: string[]; exercises: string[] }[];
}
const { modules } = parse(readFileSync(join(import.meta.dirname, '../content/course.yaml'), 'utf8')) as Course;
const ofCourse = modules.flatMap(({ slug, lessons, exercises }) => [`/course/${slug}`, ...lessons.map((lesson) => `/lessons/${lesson}`), ...exercises.map((exercise) => `/exercises/${exercise}`)]);
const others = ['/', '/course', '/exercises/cache-order/attempts', '/checks', '/checks/root-user', '/checks/other-tools', '/glossary', '/progress', '/review', '/cheat-sheet', '/exercises/golf/board'];

for (const path of [...others, ...ofCourse]) {
  test(`${path} has no accessibility violation, light and wide or dark and 360 px, and does not scroll sideways`, async ({ learner: page }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1440, height: 800 });
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await isAccessible(page);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 360, height: 800 });
    await isAccessible(page);
  });
}

async function isAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}
