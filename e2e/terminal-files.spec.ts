import type { Page } from '@playwright/test';
import { expect, expectAccessible, stackValue, test, typeIntoEditor } from './fixtures.ts';

test('a learner edits a file of a shell, uploads one and downloads one', async ({ browser }) => {
  // Not the page of the fixture, because the browser logs the failed connections to its console.
  const context = await browser.newContext({ baseURL: stackValue('E2E_URL'), reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('/terminal');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await expect(page.getByText('Your home is empty.')).toBeVisible();

  await test.step('a file that the shell makes appears, is edited and saved', async () => {
    await type(page, "mkdir app; echo 'print(1)' >app/main.py");
    await page.getByRole('treeitem', { name: 'app' }).click();
    await page.getByRole('treeitem', { name: 'main.py' }).click();
    await expect(page.locator('[data-editor="ready"] .view-lines')).toContainText('print(1)');
    await typeIntoEditor(page, 'print("edited here")\n');
    await expect(page.getByText('Not saved', { exact: true })).toBeVisible();
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await type(page, 'cat app/main.py');
    await expect(rows(page)).toContainText('print("edited here")');
  });

  await test.step('a change in the shell is shown; one that collides is a choice', async () => {
    await type(page, 'echo "# from the shell" >>app/main.py');
    await expect(page.locator('.view-lines')).toContainText('# from the shell');
    await typeIntoEditor(page, 'mine\n');
    await type(page, 'echo theirs >app/main.py');
    await expect(page.getByText('was changed in the sandbox since you opened it')).toBeVisible();
    await expect(page.locator('.view-lines')).toContainText('mine');
    await page.getByRole('button', { name: 'Overwrite' }).click();
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await type(page, 'clear; cat app/main.py');
    await expect(rows(page)).toContainText('mine');
  });

  await test.step('a file is uploaded, and replaced only when asked', async () => {
    const upload = (text: string) =>
      page
        .getByLabel('Files to upload')
        .setInputFiles({ name: 'data.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const large = 'a,b\n'.repeat(100_000);
    await upload(large);
    await expect(page.getByText('data.csv is uploaded.')).toBeVisible();
    await type(page, 'clear; wc -c */data.csv');
    await expect(rows(page)).toContainText('400000 app/data.csv');
    await upload('c,d\n');
    await page.getByRole('button', { name: 'Replace' }).click();
    await expect(page.getByText('data.csv is uploaded.')).toBeVisible();
    await type(page, 'clear; cat app/data.csv');
    await expect(rows(page)).toContainText('c,d');
  });

  await test.step('a file that is not text is downloaded', async () => {
    await type(page, 'head -c 300000 /dev/zero >app/zeros');
    await page.getByRole('treeitem', { name: 'zeros' }).click();
    await expect(page.getByText('zeros is not a text in UTF-8')).toBeVisible();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('zeros');
    const bytes: Uint8Array[] = [];
    for await (const chunk of await download.createReadStream()) bytes.push(chunk as Uint8Array);
    expect(Buffer.concat(bytes).equals(Buffer.alloc(300_000))).toBe(true);
  });

  await test.step('the tree works with the keyboard: rename, delete, close and open', async () => {
    await page.getByRole('treeitem', { name: 'zeros' }).focus();
    await page.keyboard.press('F2');
    await page.getByLabel('Name', { exact: true }).fill('nothing');
    await page.keyboard.press('Enter');
    await page.getByRole('treeitem', { name: 'nothing' }).focus();
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Delete', exact: true }).last().click();
    await expect(page.getByRole('treeitem', { name: 'nothing' })).toHaveCount(0);
    await page.getByRole('treeitem', { name: 'main.py' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('treeitem', { name: 'main.py' })).toHaveCount(0);
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('treeitem', { name: 'main.py' })).toBeVisible();
  });

  await test.step('accessible in both widths, with the editor open', async () => {
    await expectAccessible(page);
  });
  await context.close();
});

/** Types a command into the first shell and runs it. */
async function type(page: Page, command: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Shell 1.' }).focus();
  await page.keyboard.type(`${command}\n`);
}

/** The lines on the screen of the first shell. */
const rows = (page: Page) =>
  page.getByRole('region', { name: 'Shell 1', exact: true }).locator('.xterm-rows');
