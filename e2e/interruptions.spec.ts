import type { Page } from '@playwright/test';
import { expect, stackValue, test, typeIntoEditor } from './fixtures.ts';

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
