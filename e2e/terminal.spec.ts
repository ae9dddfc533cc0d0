import type { Page } from '@playwright/test';
import { expect, expectAccessible, stackValue, test } from './fixtures.ts';

test('a learner works in two shells, reloads, loses the connection and ends the session', async ({
  browser,
}) => {
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

  await prompt(page);
  await page.keyboard.type('echo waiting; cat\n');
  await expect.poll(() => textOf(page, 1)).toMatch(/\nwaiting$/);
  await page.keyboard.type('again\n');
  await expect.poll(() => textOf(page, 1), 'it runs').toContain('again\nagain');
  await page.keyboard.press('Control+c');
  await prompt(page);
  await page.keyboard.type('echo interrupted with $?\n');
  await expect(rows(page, 1)).toContainText('interrupted with 130');

  await prompt(page);
  // The cursor's position, two kinds of device attributes and two colours. The runner answers them, once, and
  // the answers are read: another one, after the reload, would appear at the prompt.
  await page.keyboard.type(
    String.raw`printf '\e[6n\e[c\e[>c\e]11;?\a\e]4;1;?\a'; while read -rsn 1 -t 1; do :; done; echo; echo asked`,
  );
  await page.keyboard.press('Enter');
  await expect.poll(() => textOf(page, 1)).toMatch(/\nasked\n~\$$/);

  const before = await textOf(page, 1);
  await page.reload();
  await expect(rows(page, 1)).toContainText('interrupted with 130');
  await expect.poll(() => textOf(page, 1)).toBe(before);

  await page.getByRole('button', { name: 'New shell' }).click();
  await expect(terminal(page, 2)).toBeFocused();
  await page.keyboard.type('echo second shell\n');
  await expect(rows(page, 2)).toContainText('second shell');
  await page.keyboard.type('exit 3\n');
  await expect(page.getByText('Shell 2 has ended with exit code 3')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Shell 2 has ended')).toBeHidden();
  await page.keyboard.press('F6');
  await expect(page.getByRole('tab', { name: 'Shell 2' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(terminal(page, 1)).toBeFocused();

  await context.setOffline(true);
  await page.evaluate(() => dispatchEvent(new Event('offline')));
  await expect(page.getByText(/^Connection lost/)).toBeVisible();
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  await page.keyboard.type(`echo [${letters}]`);
  await context.setOffline(false);
  await expect(page.getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.type('[end]\n');
  await expect(rows(page, 1)).toContainText(`[${letters}][end]`);

  await page.getByText('Output as text').click();
  await expect(page.getByRole('region', { name: 'Output of Shell 1' })).toContainText(`[${letters}][end]`);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'End session' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await expect(page.getByText('You ended it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start again' })).toBeVisible();
  await context.close();
});

/** The element of a shell that has the focus. @param shell number from 1 */
const terminal = (page: Page, shell: number) => page.getByRole('textbox', { name: `Shell ${shell}.` });

/** The lines on the screen of a shell. */
const rows = (page: Page, shell: number) =>
  page.getByRole('region', { name: `Shell ${shell}`, exact: true }).locator('.xterm-rows');

/** Waits until the last program has ended, because keys that are pressed before belong to it. */
const prompt = (page: Page) => expect.poll(() => textOf(page, 1)).toMatch(/~\$$/);

const textOf = async (page: Page, shell: number) =>
  (await rows(page, shell).locator('> div').allTextContents())
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
