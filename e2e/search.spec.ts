import { expect, test } from './fixtures.ts';

test('terms, lessons and checks can be found from any page, and link to their place', async ({
  learner: page,
}) => {
  await page.goto('/checks');
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await dialog.getByRole('combobox').fill('layer');
  await expect(dialog.getByRole('option').first(), 'the term with this name').toContainText('Term');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/glossary#layer$/);
  await expect(page.locator('#layer')).toBeInViewport();

  await page.keyboard.press('Control+k');
  await dialog.getByRole('combobox').fill('sha256');
  await expect(dialog.getByRole('option', { name: /^digest/ }), 'by its other name').toBeVisible();
  await dialog.getByRole('combobox').fill('first step that missed');
  await dialog.getByRole('option', { name: /How the cache decides/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'How the cache decides' })).toBeVisible();
});

test('the keyboard selects a result while the focus stays in the field', async ({ learner: page }) => {
  await page.goto('/checks');
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Search' });
  const field = dialog.getByRole('combobox');
  await field.fill('cache');
  const options = dialog.getByRole('option');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(field).toBeFocused();
  expect(await field.getAttribute('aria-activedescendant')).toBe(await options.nth(1).getAttribute('id'));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type(' decides');
  await expect(field).toHaveValue('cache decides');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'How the cache decides' })).toBeVisible();
});

test('the search opens and takes words before the code of the page has arrived', async ({
  learner: page,
}) => {
  let deliver = () => {};
  const delivered = new Promise<void>((resolve) => (deliver = resolve));
  await page.route(/\/_next\/static\/chunks\/.*\.js/, async (route) => {
    await delivered;
    await route.continue();
  });
  await page.goto('/checks', { waitUntil: 'commit' });
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('sha256');
  await expect(dialog.getByRole('combobox')).toHaveValue('sha256');
  deliver();
  await expect(dialog.getByRole('option', { name: /^digest/ })).toBeVisible();
  await expect(dialog.getByRole('combobox')).toHaveValue('sha256');
  await expect(dialog.getByRole('combobox')).toBeFocused();
});

test('an error message leads to the section that explains it', async ({ learner: page }) => {
  await page.goto('/checks');
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await dialog.getByRole('combobox').fill('137');
  const section = dialog.getByRole('option', { name: 'Where an exit code comes from' });
  await expect(section).toContainText('137');
  await section.click();
  await expect(page).toHaveURL(/life-of-a-container#where-an-exit-code-comes-from$/);
  await expect(page.getByRole('heading', { name: 'Where an exit code comes from' })).toBeInViewport();

  await page.keyboard.press('Control+k');
  await dialog.getByRole('combobox').fill('no space left');
  await expect(dialog.getByRole('option', { name: "Images that can't be removed" })).toContainText(
    'no space left on device',
  );
  await dialog.getByRole('combobox').fill('CUDA out of memory');
  await expect(dialog.getByRole('option', { name: 'Two containers on one GPU' })).toContainText(
    'CUDA out of memory',
  );
  await dialog.getByRole('combobox').fill('OpenCL out of memory');
  await expect(dialog.getByRole('status')).toContainText('These are the closest');
  await expect(dialog.getByRole('option').first()).toBeVisible();
});
