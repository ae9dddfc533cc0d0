import { expect, test } from './fixtures.ts';

const term = 'digest';
const definition = /A hash of content, usually SHA-256/;

test('a term in a lesson shows its definition to a pointer, and hides it on Escape', async ({
  learner: page,
}) => {
  await page.goto('/lessons/how-the-cache-decides');
  const link = page.getByRole('link', { name: term, exact: true });
  const card = page.locator('.term-card');
  await link.hover();
  await expect(card).toBeVisible();
  await expect(card).toContainText(definition);
  await card.hover();
  await page.mouse.move(0, 0);
  await expect(card, 'the pointer has left both').toBeHidden();
  await link.hover();
  await expect(card).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
});

test('a term shows its definition on keyboard focus, describes it to a screen reader, and links to its entry', async ({
  learner: page,
}) => {
  await page.goto('/lessons/how-the-cache-decides');
  const link = page.getByRole('link', { name: term, exact: true });
  await expect(link).toHaveAccessibleDescription(definition);
  // Playwright's focus() is not a key press. A Tab before it makes the browser show the focus.
  await page.keyboard.press('Tab');
  await link.focus();
  await expect(page.locator('.term-card')).toBeVisible();
  expect(
    await page
      .locator('.term-card')
      .evaluate(
        (card) => card.getBoundingClientRect().left >= 0 && card.getBoundingClientRect().right <= innerWidth,
      ),
  ).toBe(true);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/glossary#${term}$`));
  await expect(page.locator(`#${term}`)).toBeInViewport();
});

test('the glossary filters its terms by words', async ({ learner: page }) => {
  await page.goto('/glossary');
  const field = page.getByRole('searchbox', { name: 'Find a term' });
  await field.fill('sha256');
  await expect(page.getByRole('term')).toHaveCount(1);
  await expect(page.getByRole('term')).toContainText(term);
  await field.fill('zebra');
  await expect(page.getByText('No term matches all of these words.')).toBeVisible();
});
