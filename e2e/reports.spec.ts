import type { Page } from '@playwright/test';
import { becomeAdmin, expect, expectAccessible, test } from './fixtures.ts';

const sentence = 'Nothing failed, and no package changed.';

/** Selects a sentence of the lesson, as dragging over it does. */
async function select(page: Page, text: string) {
  await page.evaluate((wanted) => {
    const nodes = document.createTreeWalker(document.querySelector('.prose')!, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      const start = node.nodeValue!.indexOf(wanted);
      if (start !== -1) getSelection()!.setBaseAndExtent(node, start, node, start + wanted.length);
    }
  }, text);
}

test('a reader reports a sentence, and an author fixes it at its line', async ({
  learner: page,
  browser,
}) => {
  await page.goto('/lessons/how-the-cache-decides');
  await select(page, sentence);
  await page.locator('.report-selected').click();
  const dialog = page.getByRole('dialog', { name: 'Report a problem' });
  await expect(dialog.getByText(sentence)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('Unclear').check();
  await dialog.getByLabel('In your words (optional)').fill('Which package?');
  // What was typed is kept when the dialog is closed.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+Shift+R');
  await expect(dialog.getByLabel('In your words (optional)')).toHaveValue('Which package?');
  await expect(dialog.getByLabel('Unclear')).toBeChecked();
  await dialog.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('link', { name: 'your reports' }).click();
  await expect(page.getByRole('heading', { name: 'Your reports' })).toBeVisible();
  await expect(page.getByText('Which package?')).toBeVisible();
  await expectAccessible(page);

  const context = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const author = await context.newPage();
  await becomeAdmin(author, { name: 'Ada', email: 'ada-reports@school.example' });
  await author.getByRole('link', { name: 'Reports from readers' }).click();
  await expectAccessible(author);
  await author.getByRole('link', { name: 'How the cache decides' }).first().click();
  await expectAccessible(author);
  await author.getByLabel('Your answer').fill('Any of them. I will say so.');
  await author.getByRole('button', { name: 'Send' }).click();
  await expect(author.getByText('Any of them. I will say so.')).toBeVisible();
  await author.getByText('Begin a draft').click();
  await author.getByLabel('Name', { exact: true }).fill('Clearer cache');
  await author.getByRole('button', { name: 'Begin the draft' }).click();
  await expect(author).toHaveURL(/\/teach\/content\/clearer-cache\?file=.*&line=\d+/);

  await expect(author.locator('[data-editor=ready]')).toBeVisible();
  await expect(author.locator('.squiggly-info').first()).toBeVisible();
  await author.getByRole('tab', { name: 'Reports (1)' }).click();
  await author.getByLabel(`Fixed by this save: ${sentence}`).check();
  await expectAccessible(author);
  await author.getByRole('button', { name: /^line \d+$/ }).click();
  await author.keyboard.press('End');
  await author.keyboard.type(' None at all.');
  await author.getByRole('button', { name: 'Save' }).click();
  await expect(author.getByText('Saved.')).toBeVisible();
  await expect(author.getByRole('tab', { name: 'Reports', exact: true })).toBeVisible();
  await context.close();

  await page.reload();
  await expect(page.getByText('Any of them. I will say so.')).toBeVisible();
  await expect(page.getByText('Fixed', { exact: true })).toBeVisible();
  await expect(page.getByText('New', { exact: true })).toBeVisible();
});

test('an option of an answered question can be reported, and a task', async ({ learner: page }) => {
  await page.goto('/lessons/how-the-cache-decides');
  const question = page.getByRole('form', { name: 'Prediction: branch' });
  await question.getByText('It takes the step from the cache.').click();
  await question.getByRole('button', { name: 'Lock in my answer' }).click();
  const option = question.locator('[data-option=c]');
  await option.hover();
  await option.getByRole('link', { name: 'Report a problem with this option' }).click();
  const dialog = page.getByRole('dialog', { name: 'Report a problem' });
  await expect(dialog.getByText('It copies only app.py again')).toBeVisible();
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();

  await page.goto('/exercises/cache-order');
  await page.getByRole('button', { name: 'Report a problem' }).click();
  await expect(dialog.getByText('Make rebuilds cheap')).toBeVisible();
  await dialog.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('link', { name: 'your reports' }).click();
  await expect(page.getByRole('article')).toHaveCount(2);
});
