import { expect, test } from './fixtures.ts';

test('a module links to its lessons, lists its objectives, and links to the uses of its concepts', async ({
  learner: page,
}) => {
  await page.goto('/course');
  await page.getByRole('heading', { name: 'The Dockerfile as a recipe' }).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: 'The Dockerfile as a recipe' })).toBeVisible();
  await expect(
    page.getByText('Predict which steps of a Dockerfile run again after a given edit.'),
  ).toBeVisible();
  await page
    .getByRole('region', { name: 'Concepts' })
    .getByRole('link', { name: 'cache', exact: true })
    .click();
  await expect(page).toHaveURL(/\/course#concept-cache$/);
  await expect(page.locator('#concept-cache')).toContainText('How the cache decides');
});

test('the map highlights the lines of a focused lesson, and has a table', async ({ learner: page }) => {
  await page.goto('/course');
  const map = page.getByRole('region', { name: 'Map of the lessons' });
  const lesson = map.getByRole('link', { name: /Order steps by change rate/ });
  await lesson.focus();
  await expect(map.locator('path[data-to="order-for-change-rate"]').first()).toHaveAttribute(
    'data-state',
    'lit',
  );
  await lesson.blur();
  await expect(map.locator('path[data-to="order-for-change-rate"]').first()).toHaveAttribute(
    'data-state',
    '',
  );
  const figure = page.getByRole('figure').filter({ has: map });
  await figure.getByText('As a table').click();
  const row = figure
    .getByRole('row')
    .filter({ has: page.getByRole('cell', { name: 'Order steps by change rate', exact: true }) });
  await expect(row).toContainText('How the cache decides');
});

test('the header leads to all exercises, each with its difficulty and what the learner has reached', async ({
  learner: page,
}) => {
  await page.goto('/');
  const site = page.getByRole('navigation', { name: 'Site' });
  for (const name of ['Progress', 'Review']) await expect(site.getByRole('link', { name })).toBeVisible();
  await site.getByRole('link', { name: 'Exercises' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Exercises' })).toBeVisible();
  await expect(site.getByRole('link', { name: 'Exercises' })).toHaveAttribute('aria-current', 'page');
  const row = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: 'Make rebuilds cheap' }) });
  await expect(row).toContainText('2 of 5');
  await expect(row).toContainText('20 min');
  await expect(row).toContainText('not tried');
  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Make rebuilds cheap' })).toBeVisible();
});

test('the map shows that it continues, and the keyboard scrolls it', async ({ learner: page }) => {
  await page.goto('/course');
  const map = page.getByRole('region', { name: 'Map of the lessons' });
  const fadeOf = (side: 'left' | 'right') =>
    map.evaluate(
      (element, name) => parseFloat(getComputedStyle(element).getPropertyValue(name)),
      `--fade-${side}`,
    );
  expect(await fadeOf('left')).toBe(0);
  expect(await fadeOf('right')).toBeGreaterThan(0);
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => map.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
  await expect.poll(() => fadeOf('left')).toBeGreaterThan(0);
});
