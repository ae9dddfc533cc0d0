import { expect, stackValue, test } from './fixtures.ts';
import { readLesson } from './read-lesson.ts';

const lesson = 'order-for-change-rate';

test('what answers a prediction is folded until it is answered, and a link into it unfolds it', async ({
  learner: page,
}) => {
  await page.goto('/lessons/works-on-my-machine');
  const traceback = page.getByText("No such file or directory: 'git'").first();
  await expect(traceback).toBeHidden();
  const prediction = page.getByRole('form', { name: 'Prediction: two machines' });
  await prediction.getByRole('radio').first().check();
  await prediction.getByRole('button', { name: 'Lock in my answer' }).click();
  await expect(traceback).toBeVisible();

  await page.goto('/lessons/life-of-a-container');
  const command = page.locator('.after-prediction .command').first();
  await expect(command).toBeHidden();
  const summary = page.locator('.after-prediction > summary').first();
  await summary.press('Enter');
  await expect(command).toBeVisible();
  await expect(summary, 'the focus is not lost').toBeFocused();

  await page.goto('/cheat-sheet');
  const entry = page.getByRole('listitem').filter({ hasText: 'List all containers, including exited ones' });
  await entry.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/lessons\/image-vs-container#cmd-/);
  await expect(
    page.locator('.after-prediction .command').filter({ hasText: 'docker ps --all' }),
  ).toBeInViewport();
});

test('without JavaScript, the rest of a section can be unfolded', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: baseURL ?? process.env.E2E_URL,
  });
  const page = await context.newPage();
  await page.goto('/lessons/works-on-my-machine');
  await page.getByText('Show it anyway').first().click();
  await expect(page.getByText("No such file or directory: 'git'").first()).toBeVisible();
  await context.close();
});

test('options have an order for each browser, before and after the page comes alive', async ({ browser }) => {
  const orders: string[] = [];
  for (const seed of [undefined, '1', '2']) {
    const context = await browser.newContext({
      baseURL: stackValue('E2E_URL'),
      javaScriptEnabled: seed !== undefined,
    });
    await context.addInitScript((value) => localStorage.setItem('dfm.option-order', value), seed ?? '');
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    const { promise: looked, resolve: release } = Promise.withResolvers<void>();
    await page.route('**/*.js', async (route) => {
      await looked;
      await route.continue();
    });
    await page.goto(`/lessons/${lesson}`, { waitUntil: 'commit' });
    await expect(page.getByRole('navigation', { name: 'Previous and next' })).toBeVisible();
    const served = await page.locator('[data-option]').allInnerTexts();
    orders.push(served.join('\n'));
    // An option chosen this early counts as well.
    if (seed !== undefined) await page.locator('.quiz input').first().check();
    release();
    if (seed !== undefined) {
      await expect(page.getByRole('button', { name: 'Lock in my answer' }).first()).toBeEnabled();
      expect(await page.locator('[data-option]').allInnerTexts()).toEqual(served);
      expect(errors).toEqual([]);
    }
    await context.close();
  }
  expect(new Set(orders).size).toBe(3);
});

test('a lesson is complete once it is answered, which the outline shows without a reload', async ({
  learner: page,
}) => {
  await page.goto(`/lessons/${lesson}`);
  const entry = page
    .getByRole('navigation', { name: 'Course' })
    .getByRole('link', { name: /Order steps by change rate/ });
  await expect(entry, 'the outline is scrolled to the lesson').toBeInViewport();
  await expect(entry).not.toContainText('done');
  await expect(page.getByText(/^\d+ questions$/).first()).toBeVisible();
  await readLesson(page, lesson);
  await expect(entry).toContainText('done: ');
  await expect(page.getByText('All questions answered').first()).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Lesson complete' }).getByRole('link', { name: /^Next: / }),
  ).toBeVisible();
});

test('the list next to a check is scrolled to the check, and the page is not', async ({ learner: page }) => {
  await page.setViewportSize({ width: 1440, height: 600 });
  await page.goto('/checks/weights-in-layer');
  await expect(page.locator('.check-page nav').locator('[aria-current=page]')).toBeInViewport();
  expect(await page.evaluate(() => scrollY)).toBe(0);
});
