import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tarEnd, tarEntry } from '@dfm/image/tar/tar-blocks';
import type { Page } from '@playwright/test';
import { becomeAdmin, expect, expectAccessible, stackValue, test } from './fixtures.ts';

/** Types at the end of a sentence of the open lesson, found with the editor's own search. */
async function typeAfter(page: Page, sentence: string, text: string) {
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+f');
  await page.keyboard.type(sentence);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type(text);
}

test('an author writes in a draft, fixes a problem, saves and takes it back', async ({ learner: page }) => {
  await becomeAdmin(page, { name: 'Ada', email: 'ada-author@school.example' });
  await page.getByRole('link', { name: 'Content', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Cache lesson');
  await page.getByRole('button', { name: 'Begin the draft' }).click();
  await expect(page).toHaveURL(/\/teach\/content\/cache-lesson/);

  await page.getByLabel('Find a file').fill('how-the-cache');
  await page.getByRole('button', { name: 'how-the-cache-decides.mdx' }).click();
  const preview = page.getByRole('tabpanel');
  await expect(preview.getByRole('heading', { name: 'How the cache decides' })).toBeVisible();
  await expect(page.locator('[data-editor=ready]')).toBeVisible();
  await expectAccessible(page);

  await typeAfter(page, 'To see why, look', ' zzyzx');
  await expect(preview.getByText('To see why, look zzyzx')).toBeVisible();
  await page.getByRole('tab', { name: 'Problems (1)' }).click();
  await expect(preview.getByText('“zzyzx” is not in the dictionary')).toBeVisible();
  await expect(page.locator('.squiggly-error').first()).toBeVisible();
  // A second author saves the same file in the meantime.
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(other.locator('[data-editor=ready]')).toBeVisible();
  await typeAfter(other, 'To see why, look', ' closely');
  await other.getByLabel('What you changed').fill('Say it better');
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByText('Saved.')).toBeVisible();

  await page.getByRole('button', { name: 'Save' }).click();
  const conflict = page.getByRole('region', { name: 'Conflict' });
  await expect(conflict.getByText(/− .*look closely/)).toBeVisible();
  await conflict.getByRole('button', { name: 'Take theirs' }).click();
  await expect(page.getByRole('tab', { name: 'Problems', exact: true })).toBeVisible();

  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('button', { name: /^Take back ?: Say it better/ }).click();
  await expect(preview.getByText('Take back “Say it better”').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Preview' }).click();
  await expect(preview.getByText('To see why, look at')).toBeVisible();
});

test('an author adds an exercise, is helped while writing, renames and imports', async ({
  learner: page,
}) => {
  await becomeAdmin(page, { name: 'Grace', email: 'grace-author@school.example' });
  await page.getByRole('link', { name: 'Content', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('New parts');
  await page.getByRole('button', { name: 'Begin the draft' }).click();
  await expect(page).toHaveURL(/\/teach\/content\/new-parts/);

  await page.getByText('New lesson or exercise').click();
  await page.getByLabel('What', { exact: true }).selectOption('Exercise');
  await page.getByLabel('Title', { exact: true }).fill('Small and safe');
  await expect(page.getByLabel('Slug', { exact: true })).toHaveValue('small-and-safe');
  await page.getByRole('button', { name: 'Add the exercise' }).click();
  const text = page.getByRole('region', { name: 'Text' });
  await expect(text.getByRole('heading', { name: 'exercises/small-and-safe/exercise.yaml' })).toBeVisible();
  const preview = page.getByRole('tabpanel', { name: 'Preview' });
  await preview.getByRole('tab', { name: /^job\.py/ }).click();
  await expect(preview.getByRole('textbox')).toHaveValue(/done/);

  // Two draws, and the one that the preview shows.
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('draws: [{ port: 8010 }, { port: 8020 }]\n');
  const draw = preview.getByLabel('As a learner with');
  await expect(draw.getByRole('option')).toHaveText(['port 8010', 'port 8020']);
  await draw.selectOption('port 8020');
  await expect(draw).toHaveValue('1');
  await expect(preview.getByText('Your values in this task'), 'the task names none').toBeHidden();

  // A key, completed, with its description.
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type('boa');
  await expect(page.getByRole('listbox', { name: 'Suggest' })).toContainText('board');
  await page.keyboard.press('Tab');
  await expect(page.locator('.view-lines')).toContainText('board:');

  // What is not saved goes to the new path.
  await page.getByText('Rename the open file').click();
  await page.getByLabel('New path').fill('exercises/small-and-safe/notes.yaml');
  await page.getByRole('button', { name: 'Rename the file' }).click();
  await expect(text.getByRole('heading', { name: /notes\.yaml.*not saved/ })).toBeVisible();
  await expect(page.locator('.view-lines')).toContainText('board:');

  await page.getByText('Import a folder or an archive').click();
  await page.getByLabel('Into the folder').fill('exercises');
  await page.getByLabel('An archive').setInputFiles({
    name: 'new.tar',
    mimeType: 'application/x-tar',
    buffer: Buffer.concat([
      tarEntry({ name: 'imported/exercise.yaml' }, 'version: 1\n'),
      tarEntry({ name: '../outside' }, 'x'),
      tarEnd,
    ]),
  });
  const plan = page.getByRole('region', { name: 'What the import does' });
  await expect(plan.getByText('Adds 1 file')).toBeVisible();
  await expect(plan.getByText('exercises/../outside')).toBeVisible();
  await expectAccessible(page);
  await plan.getByRole('button', { name: 'Import 1 file' }).click();
  await expect(text.getByRole('heading', { name: 'exercises/imported/exercise.yaml' })).toBeVisible();

  // A figure is suggested with what it shows, then with the runs that it can draw.
  await page.getByText('New lesson or exercise').click();
  await page.getByLabel('Title', { exact: true }).fill('What prune frees');
  await page.getByRole('button', { name: 'Add the lesson' }).click();
  await expect(text.getByRole('heading', { name: 'lessons/what-prune-frees.mdx' })).toBeVisible();
  await expect(preview.getByRole('heading', { name: 'What prune frees' })).toBeVisible();
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('<LayerS');
  const suggested = page.getByRole('listbox', { name: 'Suggest' });
  await expect(suggested).toContainText('The layers of an image by size.');
  await page.keyboard.press('Tab');
  await expect(suggested).toContainText('message-sorter/everything-first');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Publish', exact: true }).click();
  const unsaved = page.getByRole('note').filter({ hasText: 'Not everything is saved' });
  await expect(unsaved.getByRole('link')).toHaveText([
    'exercises/small-and-safe/notes.yaml',
    'lessons/what-prune-frees.mdx',
  ]);
});

/** Runs git without the settings of the machine. */
async function git(cwd: string, ...args: string[]): Promise<void> {
  const env = { PATH: process.env.PATH, HOME: cwd, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  await promisify(execFile)('git', ['-c', 'user.name=Eve', '-c', 'user.email=e@x', ...args], {
    cwd,
    env: env as unknown as NodeJS.ProcessEnv,
  });
}

/** A token of the account of a page, with which git can push. */
async function newToken(page: Page): Promise<string> {
  await page.goto('/account/tokens');
  await page.getByLabel('What it is for').fill('my editor');
  await page.getByLabel('git can push drafts of the content with it').check();
  await page.getByRole('button', { name: 'Make a token' }).click();
  return page.locator('code', { hasText: 'dfm_' }).innerText();
}

test('a conflict with a push from outside is merged, and an earlier text is restored', async ({
  learner: page,
}) => {
  await becomeAdmin(page, { name: 'Ada', email: 'ada-git@school.example' });
  const address = new URL('/content.git', stackValue('E2E_URL'));
  Object.assign(address, { username: 'ada', password: await newToken(page) });
  const folder = await mkdtemp(join(tmpdir(), 'e2e-git-'));
  try {
    await git(folder, 'clone', '-q', address.href, 'clone');
    const clone = join(folder, 'clone');
    const lesson = join(clone, 'lessons/how-the-cache-decides.mdx');
    const text = await readFile(lesson, 'utf8');

    await git(clone, 'switch', '-qc', 'draft/from-outside');
    await writeFile(lesson, text.replace('To see why, look', 'To understand it, look'));
    await git(clone, 'commit', '-qam', 'Say it differently');
    await git(clone, 'push', '-q', 'origin', 'draft/from-outside');
    await page.goto('/teach/content/from-outside?file=lessons/how-the-cache-decides.mdx');
    await page.getByRole('tab', { name: 'History' }).click();
    await expect(page.getByText(/^Eve, /)).toBeVisible();

    // Someone pushes while this page is open and being written on.
    await expect(page.locator('[data-editor=ready]')).toBeVisible();
    await typeAfter(page, 'To understand it, look', ' closely');
    await writeFile(lesson, text.replace('To see why, look', 'To see it, look'));
    await git(clone, 'commit', '-qam', 'Say it shorter');
    await git(clone, 'push', '-q', 'origin', 'draft/from-outside');
    await page.getByRole('button', { name: 'Save' }).click();
    const conflict = page.getByRole('region', { name: 'Conflict' });
    await expect(conflict.getByText(/− .*To see it, look/)).toBeVisible();
    await conflict.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();

    await page.getByText('This file', { exact: true }).click();
    await page.getByRole('link', { name: 'Say it shorter' }).click();
    await expect(page.getByRole('heading', { name: 'Say it shorter' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Restore the file/ }).click();
    await expect(page).toHaveURL(/\/teach\/content\/from-outside\?file=/);
    await page.getByRole('tab', { name: 'History' }).click();
    await expect(page.getByText(/^Restore lessons\/how-the-cache-decides.mdx/).first()).toBeVisible();
    await page.getByRole('link', { name: 'Changes' }).click();
    await expect(page.getByRole('table')).toContainText('To see it, look');
    await expectAccessible(page);
  } finally {
    await rm(folder, { recursive: true });
  }
});
