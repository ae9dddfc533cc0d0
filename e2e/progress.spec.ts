import { expect, test } from './fixtures.ts';

test('an answer counts for every concept of its lesson, and the next item is one click away', async ({
  learner: page,
}) => {
  await page.goto('/progress');
  const concept = page.getByRole('listitem').filter({ has: page.getByText('cache', { exact: true }) });
  await expect(concept).toContainText(/0 of \d+ questions/);

  await page.goto('/lessons/order-for-change-rate');
  const prediction = page.getByRole('form', { name: 'Prediction' }).first();
  await prediction.getByRole('radio').first().check();
  await prediction.getByRole('button', { name: 'Lock in my answer' }).click();
  await expect(prediction.getByText(/Right|Not quite/).first()).toBeVisible();

  await page.goto('/progress');
  await expect(concept).toContainText(/1 of \d+ questions/);
  await concept.getByRole('link').click();
  await expect(page).toHaveURL(/\/(lessons|exercises)\//);
});
