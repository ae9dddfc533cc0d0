import type { Page } from '@playwright/test';
import { expect, expectAccessible, test, unfoldAnswers } from './fixtures.ts';

const lesson = '/lessons/container-vs-virtual-machine';
/** An end of a bracketed paste, Enter, and Ctrl C, which are to be dropped. */
const hostile = 'echo one$((1+1))\u001b[201~\r\u0003';

test('commands of a lesson are typed in one terminal and run with Enter', async ({ learner: page }) => {
  await page.goto(lesson);
  await unfoldAnswers(page);
  await expectAccessible(page);
  const terminal = await opened(page, () => linkOf(page, 'PRETTY_NAME').click());
  await expect(terminal).toHaveURL(/\/terminal$/);
  await expect(terminal.getByText('These commands will be typed')).toBeVisible();
  await expect(terminal.getByRole('region', { name: 'The commands' })).toContainText('echo "machine:');
  await expectAccessible(terminal);
  await terminal.getByRole('button', { name: 'Start' }).click();
  await expect(terminal.getByText('Connected', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(terminal.getByText('These commands will be typed')).toBeHidden();
  await expect(screen(terminal)).toBeFocused();
  await expect.poll(() => textOf(terminal), 'both lines are typed').toMatch(/PRETTY_NAME"[^]*"'$/);

  await terminal.reload();
  await expect(terminal.getByText('Connected', { exact: true })).toBeVisible();
  await expect.poll(() => textOf(terminal)).toContain('machine:');
  const typed = await textOf(terminal);
  expect(typed.match(/machine:/g), 'typed once, and not run').toHaveLength(1);
  await terminal.keyboard.press('Enter');
  await expect(rows(terminal)).toContainText('machine:   Debian GNU/Linux');
  await expect(rows(terminal)).toContainText('container: Debian GNU/Linux', { timeout: 60_000 });

  await prompt(terminal);
  await linkOf(page, 'uname -r').click();
  await expect.poll(() => textOf(terminal), 'the same tab').toMatch(/\$ uname -r\n.*uname -r$/);
  expect(page.context().pages(), 'no other tab').toHaveLength(2);
  await expect(terminal).toHaveURL(/\/terminal$/);
  await terminal.goBack();
  await expect(terminal).toHaveURL(/\/terminal$/);
  await terminal.keyboard.press('Control+c');
  await prompt(terminal);
  await terminal.keyboard.type('echo after $((40 + 2))\n');
  await expect(rows(terminal)).toContainText('after 42');
  expect(await textOf(terminal), 'Back types nothing').not.toMatch(/uname[^]*uname[^]*uname/);

  await prompt(terminal);
  await expectMouseNote(terminal);
  await terminal.getByRole('button', { name: 'Clear the output' }).click();
  await expect.poll(() => textOf(terminal)).not.toContain('after');
  await prompt(terminal);
  await terminal.reload();
  await prompt(terminal);
  expect(await textOf(terminal), 'cleared for good').not.toContain('after');

  await terminal.keyboard.type('cat\n');
  await page.goto('/cheat-sheet');
  await page.getByRole('link', { name: 'Run in my terminal: Stop and remove a container' }).click();
  await expect(terminal.getByText('A program is running in this shell.')).toBeVisible();
  await expectAccessible(terminal);
  await terminal.keyboard.press('Enter');
  await expect(terminal.getByRole('dialog'), 'Enter cancels').toBeHidden();
  await terminal.keyboard.press('Control+c');
  await prompt(terminal);
  expect(await textOf(terminal)).not.toContain('docker rm');

  await terminal.keyboard.type('exit\n');
  await expect(terminal.getByText('Shell 1 has ended')).toBeVisible();
  await page.getByRole('link', { name: 'Run in my terminal: Stop and remove a container' }).click();
  await expect(rows(terminal), 'in a new shell').toContainText('$ docker rm -f sleeper');
  await linkFromElsewhere(page);
  await endSession(terminal);
});

test('a lesson is read next to a terminal', async ({ learner: page }) => {
  await page.goto(lesson);
  await unfoldAnswers(page);
  const link = linkOf(page, 'uname -r');
  await link.evaluate((element) => scrollBy(0, element.getBoundingClientRect().top - 60));
  const top = () => link.evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  const opener = page.getByRole('button', { name: 'Open a terminal next to this lesson' });
  await opener.evaluate((element) => (element as HTMLElement).click());
  const pane = page.getByRole('complementary', { name: 'Terminal' });
  await expect(pane.getByRole('button', { name: 'Start' })).toBeVisible();
  // The browser scrolls by whole pixels.
  expect(Math.abs((await top()) - before), 'the text that is read stays').toBeLessThanOrEqual(1);
  await expectAccessible(page);

  await pane.getByRole('button', { name: 'Start' }).click();
  await expect(pane.getByText('Connected', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(screen(page)).toBeFocused();
  await link.click();
  await expect.poll(() => textOf(page)).toMatch(/\$ uname -r\n.*uname -r$/);
  expect(page.context().pages(), 'no tab is opened').toHaveLength(1);
  await expectAccessible(page);
  await page.goto('/lessons/containers-in-the-background');
  await expect(rows(page), 'the next lesson has the same shell next to it').toContainText('uname -r');
  await page.goBack();
  await expect(rows(page)).toContainText('uname -r');
  const edge = page.getByRole('separator', { name: 'Width of the terminal' });
  const { width } = (await pane.boundingBox())!;
  await edge.press('End');
  await expect.poll(async () => (await pane.boundingBox())!.width).toBeGreaterThan(width);

  await screen(page).focus();
  await page.keyboard.press('F6');
  await expect(pane.getByRole('tab', { name: 'Shell 1' })).toBeFocused();
  await page.getByRole('button', { name: 'Close the terminal' }).click();
  await expect(pane).toBeHidden();
  await expect(opener).toBeFocused();
  await opener.press('Enter');
  await page.keyboard.press('F6');
  await expect(screen(page), 'the same shell').toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows(page)).toContainText(/uname -r\s*\d+\.\d+/);
  await endSession(page);
});

/** A program that reads the mouse, also for a page that is opened meanwhile. */
async function expectMouseNote(terminal: Page): Promise<void> {
  const note = terminal.getByText('This program uses the mouse.');
  await terminal.keyboard.type(String.raw`printf '\e[?1002h\e[?1006h'; cat -v`);
  await terminal.keyboard.press('Enter');
  await expect(note).toBeVisible();
  await terminal.reload();
  await expect(note).toBeVisible();
  await terminal.locator('.xterm-screen').click();
  await terminal.keyboard.press('Enter');
  await expect(rows(terminal), 'the program gets the click').toContainText(/\^\[\[<0;\d+;\d+M/);
  await terminal.keyboard.press('Control+c');
  await prompt(terminal);
  await terminal.keyboard.type(String.raw`printf '\e[?1002l\e[?1006l'`);
  await terminal.keyboard.press('Enter');
  await expect(note).toBeHidden();
  await prompt(terminal);
}

/** A link that is not on this site, with control characters. */
async function linkFromElsewhere(page: Page): Promise<void> {
  const terminal = await page.context().newPage();
  await terminal.goto(`/terminal#type=${encodeURIComponent(hostile)}`);
  const dialog = terminal.getByRole('dialog', { name: 'Type these commands?' });
  await expect(dialog).toContainText('was not on this site');
  await expect(dialog).toContainText('echo one$((1+1))[201~');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expect(terminal).toHaveURL(/\/terminal$/);
  await terminal.keyboard.press('Control+c');
  await dialog.getByRole('button', { name: 'Type them' }).click();
  await expect(rows(terminal)).toContainText('echo one$((1+1))[201~');
  await terminal.keyboard.type(' typed');
  await expect(rows(terminal), 'nothing has ended the line').toContainText('echo one$((1+1))[201~ typed');
  expect(await textOf(terminal)).not.toContain('one2');
  await terminal.close();
}

test('what a fresh sandbox cannot run has no link', async ({ learner: page }) => {
  await page.goto('/lessons/reading-an-image');
  await unfoldAnswers(page);
  await expect(page.locator('.command').first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'in my terminal' }), 'files of a project').toHaveCount(0);
  await page.goto('/cheat-sheet');
  const row = page.getByRole('listitem').filter({ hasText: 'Push an image to the registry' });
  await expect(row.getByRole('button', { name: /^Copy/ })).toBeVisible();
  await expect(row.getByRole('link', { name: 'Run in my terminal' }), 'a registry').toHaveCount(0);
});

test('commands can be dropped before a session starts', async ({ learner: page }) => {
  await page.goto('/lessons/image-vs-container');
  await unfoldAnswers(page);
  const terminal = await opened(page, () =>
    page.getByRole('link', { name: 'Write it in my terminal' }).first().click(),
  );
  await expect(terminal.getByRole('region', { name: 'The commands' })).toContainText(
    "cat > score.py <<'EOF'",
  );
  await terminal.getByRole('button', { name: 'Do not type them' }).click();
  await expect(terminal.getByText('These commands will be typed')).toBeHidden();
  await expect(terminal.getByRole('button', { name: 'Start' })).toBeVisible();
});

/** The page that a click opens. */
async function opened(page: Page, click: () => Promise<void>): Promise<Page> {
  const [terminal] = await Promise.all([page.context().waitForEvent('page'), click()]);
  return terminal;
}

/** The link at the first block of a lesson with this text. */
const linkOf = (page: Page, text: string) =>
  page
    .locator('.command')
    .filter({ hasText: text })
    .first()
    .getByRole('link', { name: 'Run in my terminal' });

const screen = (page: Page) => page.getByRole('textbox', { name: 'Shell 1.' });
const rows = (page: Page) =>
  page.getByRole('region', { name: 'Shell 1', exact: true }).locator('.xterm-rows');

const textOf = async (page: Page) =>
  (await rows(page).locator('> div').allTextContents())
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();

/** Waits until the last program has ended. */
const prompt = (page: Page) => expect.poll(() => textOf(page)).toMatch(/~\$$/);

async function endSession(terminal: Page): Promise<void> {
  await terminal.getByRole('button', { name: 'End session' }).click();
  await terminal.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
  await expect(terminal.getByText('You ended it.')).toBeVisible();
}
