import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, stackValue, test } from './fixtures.ts';

const lessons = join(import.meta.dirname, '../content/lessons');

/** The descriptions of the commands that lessons put on the cheat sheet. */
const descriptions = readdirSync(lessons).flatMap((name) =>
  [...readFileSync(join(lessons, name), 'utf8').matchAll(/^```sh .*cheat="([^"]+)"/gm)].map(
    (match) => match[1]!,
  ),
);

test('a command of a lesson can be found and copied, and links to its place in the lesson', async ({
  browser,
}) => {
  expect(descriptions.length, 'lessons have commands for the cheat sheet').toBeGreaterThan(0);
  const context = await browser.newContext({
    baseURL: stackValue('E2E_URL'),
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  try {
    const page = await context.newPage();
    await page.goto('/cheat-sheet');
    const what = descriptions[0]!;
    await page.getByRole('searchbox', { name: 'Find a command' }).fill(what);
    const row = page.getByRole('listitem').filter({ hasText: what }).first();
    const command = await row.locator('pre').textContent();
    await row.getByRole('button', { name: `Copy: ${what}` }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(command);
    await row.getByRole('link').first().click();
    await expect(page).toHaveURL(/\/lessons\/[a-z0-9-]+#cmd-[0-9a-f]{10}/);
    await expect(page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`)).toContainText(
      command!.split('\n')[0]!,
    );
  } finally {
    await context.close();
  }
});

test('the printed page has the commands and no controls', async ({ learner: page }) => {
  await page.goto('/cheat-sheet');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.cheat-command').first()).toBeVisible();
  await expect(page.getByRole('searchbox')).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Site' })).toBeHidden();
  await expect(page.getByRole('button', { name: /^Copy/ }).first()).toBeHidden();
});
