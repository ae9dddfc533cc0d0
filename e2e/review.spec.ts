import { axe, expect, test } from './fixtures.ts';
import { readLesson } from './read-lesson.ts';

test('cards of a lesson that was read come up one at a time, are graded with the keyboard, and come back when they are due', async ({
  learner: page,
}) => {
  await page.goto('/review');
  await expect(page.getByText('You have no cards yet')).toBeVisible();

  await readLesson(page, 'order-for-change-rate');
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Review 4 due cards' })).toBeVisible();
  await page.getByRole('link', { name: 'Review 4 due cards' }).click();

  await expect(page.getByText('4 cards to go')).toBeVisible();
  await expect(page.getByText('What does an edit cost?')).toBeVisible();
  await expect(
    page.getByText('The time of every step from the first miss on'),
    'the back is not shown before',
  ).toBeHidden();
  await page.keyboard.press('Space');
  await expect(page.getByText('The time of every step from the first miss on')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Card, both sides' })).toBeFocused();
  const { violations } = await axe(page)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map((violation) => violation.id)).toEqual([]);

  await page.keyboard.press('1');
  await expect(page.getByText('4 cards to go'), 'a forgotten card comes back at the end').toBeVisible();
  for (let left = 4; left > 0; left--) {
    await expect(page.getByText(left === 1 ? 'The last card' : `${left} cards to go`)).toBeVisible();
    await page.getByRole('button', { name: 'Show the answer' }).click();
    await page.getByRole('button', { name: /^Easy/ }).click();
  }
  await expect(page.getByText('That is all for now')).toBeVisible();
  await expect(page.getByText(/You have 4 cards and gave 5 grades\. The next one is due on/)).toBeVisible();

  await page.reload();
  await expect(page.getByText('Nothing is due')).toBeVisible();
  await expect(page.getByText(/You have 4 cards\. The next one is due on/)).toBeVisible();
});

test('keys pressed elsewhere do not turn a card', async ({ learner: page }) => {
  await readLesson(page, 'order-for-change-rate');
  await page.goto('/review');
  await expect(page.getByText('4 cards to go')).toBeVisible();
  await page.keyboard.press('2');
  await expect(
    page.getByRole('button', { name: 'Show the answer' }),
    'a grade before the back is shown',
  ).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /Search/ }).fill('a b');
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeVisible();
});
