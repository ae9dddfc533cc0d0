import { expect, test } from './fixtures.ts';

const term = 'digest';
const definition = /A hash of content, usually SHA-256/;

test('a term of a lesson shows its definition to a pointer, and goes away with Escape', async ({
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

test('a term shows its definition to the keyboard, says it to a screen reader, and leads to its entry', async ({
  learner: page,
}) => {
  await page.goto('/lessons/how-the-cache-decides');
  const link = page.getByRole('link', { name: term, exact: true });
  await expect(link).toHaveAccessibleDescription(definition);
  // Playwright's focus() is no key press; a Tab before it makes the browser show focus.
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

test('the glossary leaves only the terms that have the words', async ({ learner: page }) => {
  await page.goto('/glossary');
  const field = page.getByRole('searchbox', { name: 'Find a term' });
  await field.fill('sha256');
  await expect(page.getByRole('term')).toHaveCount(1);
  await expect(page.getByRole('term')).toContainText(term);
  await field.fill('zebra');
  await expect(page.getByText('No term has these words.')).toBeVisible();
});
