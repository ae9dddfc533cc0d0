import type { Page, Route } from '@playwright/test';
import { expect, stackValue, test, typeIntoEditor, verdictTimeoutMs } from './fixtures.ts';

const phases = (page: Page) => page.getByRole('list', { name: 'Phases of the run' });
/** A starter gets its verdict in seconds. This Dockerfile is still being built when the test is done. */
const slow = 'FROM python:3.11-slim-bookworm\nRUN sleep 300\n';
const start = async (page: Page, slug: string) => {
  await page.goto(`/exercises/${slug}`);
  await typeIntoEditor(page, slow);
  // The page shows the phases before the site has responded, but the learner's session begins with that
  // response.
  const submitted = page.waitForResponse((response) => response.url().endsWith('/api/runs'));
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  expect((await submitted).status()).toBe(201);
  await expect(phases(page)).toBeVisible();
};

test('a run continues through a reload and through navigation, and is the same in a second tab', async ({
  learner: page,
}) => {
  const submissions: string[] = [];
  page
    .context()
    .on(
      'request',
      (request) =>
        request.method() === 'POST' && request.url().endsWith('/api/runs') && submissions.push(request.url()),
    );
  await start(page, 'non-root');
  await page.reload();
  await expect(phases(page)).toBeVisible();

  await page.getByRole('link', { name: 'Attempts' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Attempts' })).toBeVisible();
  await page.goBack();
  await expect(phases(page)).toBeVisible();

  const second = await page.context().newPage();
  await second.goto('/exercises/non-root');
  await expect(phases(second)).toBeVisible();
  await second.getByRole('button', { name: 'Cancel' }).click();
  for (const tab of [second, page])
    await expect(tab.getByText('This run was cancelled and is not counted.')).toBeVisible();
  expect(submissions).toHaveLength(1);
});

test('a tab without a run joins the one in progress', async ({ learner: page }) => {
  const second = await page.context().newPage();
  await second.goto('/exercises/non-root');
  await start(page, 'non-root');
  await expect(page.getByRole('log')).toBeVisible();
  const submitted = second.waitForResponse((response) => response.url().endsWith('/api/runs'));
  const joined = second.waitForResponse((response) => response.url().includes('/events?'));
  await second.getByRole('button', { name: 'Run', exact: true }).click();
  expect((await submitted).status(), 'no second run').toBe(409);
  // Until then Cancel concerns this tab's own submission, which the site has refused.
  await joined;
  await expect(phases(second)).toBeVisible();
  await second.getByRole('button', { name: 'Cancel' }).click();
  for (const tab of [second, page])
    await expect(tab.getByText('This run was cancelled and is not counted.')).toBeVisible();
});

test('a session that ends during a run is reported, and Run works again', async ({ browser }) => {
  // Not the page of the fixture, because the browser logs the refused requests to its console.
  const context = await browser.newContext({ baseURL: stackValue('E2E_URL') });
  try {
    const page = await context.newPage();
    await page.route('**/api/runs/*/events?*', (route) => route.abort('connectionreset'));
    await start(page, 'non-root');
    await expect(page.getByText('The connection was lost.')).toBeVisible();
    const cookies = await context.cookies();
    await context.clearCookies();
    await expect(page.getByText('Your session has ended', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();

    await page.unroute('**/api/runs/*/events?*');
    await context.addCookies(cookies);
    await page.reload();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByText('This run was cancelled and is not counted.')).toBeVisible();
  } finally {
    await context.close();
  }
});

/** Gets a verdict without a build. */
const refused = '# syntax=example/frontend\nFROM debian\n';

test('a lost connection is reported at the run, and Run without one keeps the last verdict', async ({
  browser,
}) => {
  // Not the page of the fixture, because the browser logs the failed requests to its console.
  const context = await browser.newContext({ baseURL: stackValue('E2E_URL'), reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await page.goto('/exercises/non-root');
    await typeIntoEditor(page, refused);
    const run = page.getByRole('button', { name: 'Run', exact: true });
    await run.click();
    const verdict = page.getByText('Refused before building');
    await expect(verdict).toBeVisible({ timeout: verdictTimeoutMs });

    await context.setOffline(true);
    await run.click();
    await expect(page.getByText('The site cannot be reached.')).toBeVisible();
    await expect(verdict).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByText('The connection is back. Your files were not submitted.')).toBeVisible();
    await expect(verdict).toBeVisible();

    await typeIntoEditor(page, slow);
    await run.click();
    await expect(page.getByRole('log')).toBeVisible();
    await context.setOffline(true);
    await expect(page.getByText('Connection lost')).toBeVisible();
    await expect(page.getByText('The connection was lost. The run continues')).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByText('The connection is back. Nothing of the run was lost.')).toBeVisible();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByText('This run was cancelled and is not counted.')).toBeVisible();
  } finally {
    await context.close();
  }
});

test('a window that is too narrow for three panes has tabs: a run shows its outcome, also after going back', async ({
  learner: page,
}) => {
  await page.setViewportSize({ width: 820, height: 1100 });
  await page.goto('/exercises/non-root');
  await page.getByRole('tab', { name: 'Editor' }).click();
  await typeIntoEditor(page, slow);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(820);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('log')).toBeVisible();

  await page.getByRole('link', { name: 'Attempts' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Attempts' })).toBeVisible();
  await page.goBack();
  const outcome = page.getByRole('tab', { name: 'Outcome' });
  await expect(outcome).toHaveAttribute('aria-selected', 'true');
  await expect(phases(page)).toBeVisible();

  await page.getByRole('tab', { name: 'Task' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(outcome).toHaveText('Outcome, new');
  await outcome.click();
  await expect(page.getByText('This run was cancelled and is not counted.')).toBeVisible();
  await expect(outcome).toHaveText('Outcome');

  await page.getByRole('button', { name: 'Course outline', exact: true }).click();
  const course = page.getByRole('navigation', { name: 'Course' });
  await expect(course.locator('[aria-current=page]')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(course).toBeHidden();
});

test('an earlier attempt is loaded into the editor once, and the text before it is restored', async ({
  learner: page,
}) => {
  await page.goto('/exercises/non-root');
  await typeIntoEditor(page, refused);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('Refused before building')).toBeVisible({ timeout: verdictTimeoutMs });
  await typeIntoEditor(page, 'FROM scratch\n# not submitted');

  await page.getByRole('link', { name: 'Attempts' }).click();
  await page.getByRole('link', { name: 'Load attempt 1 into the editor' }).click();
  const text = page.locator('.view-lines');
  const bar = page.getByText('Attempt 1 was loaded into the editor.');
  await expect(bar).toBeVisible();
  await expect(text).toContainText('example/frontend');
  await expect(page).toHaveURL(/\/exercises\/non-root$/);
  await page.locator('.view-lines').first().click();
  await page.keyboard.type('# more');
  await page.reload();
  await expect(text).toContainText('# more');
  await expect(bar, 'the text before can still be restored').toBeVisible();
  await page.getByRole('button', { name: 'Restore your previous text' }).click();
  await expect(text).toContainText('# not submitted');
  await expect(bar).toBeHidden();
});

test('a page whose scripts are missing, because of an update, loads again until they are there', async ({
  browser,
}) => {
  const page = await browser.newPage({ baseURL: stackValue('E2E_URL'), reducedMotion: 'reduce' });
  let pages = 0;
  page.on('request', (request) => request.isNavigationRequest() && pages++);
  const missing = (route: Route) => route.fulfill({ status: 404, body: 'Not Found' });
  await page.route('**/_next/static/**/*.js', missing);
  await page.goto('/exercises');
  // The second pause is the longer one.
  await expect.poll(() => pages, { timeout: 30_000 }).toBeGreaterThan(2);
  const loaded = page.waitForResponse((response) => response.ok() && response.url().endsWith('.js'), {
    timeout: 30_000,
  });
  await page.unroute('**/_next/static/**/*.js', missing);
  await loaded;
  await page.waitForLoadState();
  const before = pages;
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Search' }).getByRole('combobox').fill('cache');
    // Needs the scripts.
    await expect(page.getByRole('option').first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  expect(pages).toBe(before);
  await page.close();
});
