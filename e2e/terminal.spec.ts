import type { Page } from '@playwright/test';
import { expect, expectAccessible, stackValue, test } from './fixtures.ts';

test('a learner starts a terminal, types, and uses the engine of the sandbox', async ({ browser }) => {
  // Not the page of the fixture, because the browser logs the failed connections to its console.
  const context = await browser.newContext({ baseURL: stackValue('E2E_URL'), reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('/terminal');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(terminal(page, 1)).toBeFocused();

  await page.keyboard.type('echo six times seven is $((6 * 7))\n');
  await expect(rows(page, 1)).toContainText('six times seven is 42');
  await page.keyboard.type('docker version --format "server {{.Server.Version}}."\n');
  await expect(rows(page, 1)).toContainText(/server \d+\.\d+\.\d+\S*\./);
  await context.close();
});

/** The element of a shell that has the focus. @param shell number from 1 */
const terminal = (page: Page, shell: number) => page.getByRole('textbox', { name: `Shell ${shell}.` });

/** The lines on the screen of a shell. */
const rows = (page: Page, shell: number) =>
  page.getByRole('region', { name: `Shell ${shell}`, exact: true }).locator('.xterm-rows');
