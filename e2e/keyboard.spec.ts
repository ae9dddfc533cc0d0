import { expect, stackValue, test } from './fixtures.ts';

test('from the address to a run and back out of the editor with the keyboard alone', async ({
  learner: page,
}) => {
  await page.goto('/exercises/non-root');
  await expect(page.locator('[data-editor=ready]')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');

  const editor = page.getByRole('region', { name: 'Editor' });
  const isInText = () =>
    page.evaluate(
      () =>
        document.activeElement?.closest('.monaco-editor') !== null &&
        document.activeElement !== document.body,
    );
  for (let presses = 0; presses < 30 && !(await isInText()); presses++) await page.keyboard.press('Tab');
  expect(await isInText(), 'Tab reaches the text').toBe(true);

  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n# typed');
  await expect(editor.getByRole('tab', { name: /Dockerfile.*changed/ })).toBeVisible();
  await page.keyboard.press('Control+m');
  await page.keyboard.press('Tab');
  expect(await isInText(), 'Tab leaves the text after Control M').toBe(false);
  expect(
    await page.evaluate(() => document.activeElement?.matches(':focus-visible')),
    'the focus is visible',
  ).toBe(true);

  // On a busy machine, the site takes long to respond. The button says Cancel immediately.
  const isPressed = Promise.withResolvers<void>();
  await page.route('**/api/runs', async (route) => {
    await isPressed.promise;
    await route.continue();
  });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('list', { name: 'Phases of the run' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Cancelling' })).toBeVisible();
  isPressed.resolve();
  await expect(page.getByText('This run was cancelled and is not counted.')).toBeVisible();
});

test('a lesson can be read without scripts', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: stackValue('E2E_URL'), javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto('/lessons/order-for-change-rate');
    await expect(page.getByRole('heading', { level: 1, name: 'Order steps by change rate' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Key points' })).toBeVisible();
    await expect(page.getByRole('figure').first()).toBeVisible();
    await page.getByText('As a table').first().click();
    await expect(page.getByRole('table').first(), 'the table of a figure unfolds').toBeVisible();
    await page.getByRole('navigation', { name: 'Previous and next' }).getByRole('link').first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('How the cache decides');
  } finally {
    await context.close();
  }
});
