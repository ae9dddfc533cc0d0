import { expect, test } from './fixtures.ts';

test('terms, lessons and checks can be found from any page, and link to their place', async ({
  learner: page,
}) => {
  await page.goto('/checks');
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await dialog.getByRole('textbox').fill('layer');
  await expect(dialog.getByRole('link').first(), 'the term with this name').toContainText('Term');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/glossary#layer$/);
  await expect(page.locator('#layer')).toBeInViewport();

  await page.keyboard.press('Control+k');
  await dialog.getByRole('textbox').fill('sha256');
  await expect(dialog.getByRole('link', { name: /^digest/ }), 'by its other name').toBeVisible();
  await dialog.getByRole('textbox').fill('first step that missed');
  await dialog.getByRole('link', { name: /How the cache decides/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'How the cache decides' })).toBeVisible();
});
