import { expect, test } from './fixtures.ts';

test('an answer counts for every concept of its lesson, and what is next is one press away', async ({ learner: page }) => {
  await page.goto('/progress');
  const row = page.getByRole('row').filter({ has: page.getByText('cache', { exact: true }) });
  const questions = row.getByRole('cell').nth(1);
  await expect(questions).toHaveText(/^0 of \d+$/);

  await page.goto('/lessons/order-for-change-rate');
  const prediction = page.getByRole('form', { name: 'Prediction' }).first();
  await prediction.getByRole('radio').first().check();
  await prediction.getByRole('button', { name: 'Commit to this answer' }).click();
  await expect(prediction.getByText(/Right|Not quite/).first()).toBeVisible();

  await page.goto('/progress');
  await expect(questions).toHaveText(/^1 of \d+$/);
  await row.getByRole('link').click();
  await expect(page).toHaveURL(/\/(lessons|exercises)\//);
});
