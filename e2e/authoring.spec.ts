import type { Page } from '@playwright/test';
import { becomeAdmin, expect, expectAccessible, test } from './fixtures.ts';

/** Types at the end of a sentence of the open lesson, found with the editor's own search. */
async function typeAfter(page: Page, sentence: string, text: string) {
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+f');
  await page.keyboard.type(sentence);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type(text);
}

test('an author writes in a draft, fixes a problem, saves and takes it back', async ({ learner: page }) => {
  await becomeAdmin(page, { name: 'Ada', email: 'ada-author@school.example' });
  await page.getByRole('link', { name: 'Content', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Cache lesson');
  await page.getByRole('button', { name: 'Begin the draft' }).click();
  await expect(page).toHaveURL(/\/teach\/content\/cache-lesson/);

  await page.getByLabel('Find a file').fill('how-the-cache');
  await page.getByRole('button', { name: 'how-the-cache-decides.mdx' }).click();
  const preview = page.getByRole('tabpanel');
  await expect(preview.getByRole('heading', { name: 'How the cache decides' })).toBeVisible();
  await expect(page.locator('[data-editor=ready]')).toBeVisible();
  await expectAccessible(page);

  await typeAfter(page, 'To see why, look', ' zzyzx');
  await expect(preview.getByText('To see why, look zzyzx')).toBeVisible();
  await page.getByRole('tab', { name: 'Problems (1)' }).click();
  await expect(preview.getByText('“zzyzx” is not in the dictionary')).toBeVisible();
  await expect(page.locator('.squiggly-error').first()).toBeVisible();
  // A second author saves the same file in the meantime.
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(other.locator('[data-editor=ready]')).toBeVisible();
  await typeAfter(other, 'To see why, look', ' closely');
  await other.getByLabel('What you changed').fill('Say it better');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByText('Saved.')).toBeVisible();

  await page.getByRole('button', { name: 'Save' }).click();
  const conflict = page.getByRole('region', { name: 'Conflict' });
  await expect(conflict.getByText(/− .*look closely/)).toBeVisible();
  await conflict.getByRole('button', { name: 'Take theirs' }).click();
  await expect(page.getByRole('tab', { name: 'Problems', exact: true })).toBeVisible();

  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('button', { name: /^Take back ?: Say it better/ }).click();
  await expect(preview.getByText('Take back “Say it better”').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Preview' }).click();
  await expect(preview.getByText('To see why, look at')).toBeVisible();
});
