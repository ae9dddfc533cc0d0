import { type Page, type Browser } from '@playwright/test';
import {
  becomeAdmin,
  createAccount,
  expect,
  expectAccessible,
  stackValue,
  test,
  verdictTimeoutMs,
} from './fixtures.ts';

const lesson = '/lessons/how-the-cache-decides';

/** Opens a file of the draft that the page shows. */
async function openFile(page: Page, filter: string, name: string) {
  await page.getByLabel('Find a file').fill(filter);
  await page.getByRole('button', { name, exact: true }).first().click();
  const text = page.getByRole('region', { name: 'Text' });
  await expect(text.getByRole('heading', { name: filter })).toBeVisible();
  await expect(page.locator('[data-editor=ready]')).toBeVisible();
}

/** Replaces the first place of a text in the open file, with the editor's own search. */
async function replace(page: Page, find: string, put: string) {
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+f');
  await page.keyboard.type(find);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.insertText(put);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
}

/** A class with a learner who has joined it. @returns the page of its version, and the learner's */
async function makeClass(page: Page, browser: Browser) {
  const form = page.getByRole('region', { name: /^(New course|Create your first course)$/ });
  await form.getByLabel('Course name').fill('Versions');
  await form.getByLabel('Class name').fill('Spring');
  await form.getByRole('button', { name: 'Create course and class' }).click();
  await expect(page.getByRole('heading', { name: 'Spring' })).toBeVisible();
  const link = await page.getByText(/\/join\/\w+/).innerText();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Choose the version' }).click();
  const context = await browser.newContext({ baseURL: stackValue('E2E_URL') });
  const learner = await context.newPage();
  await learner.goto(link);
  await learner.getByRole('link', { name: 'Create an account' }).click();
  await createAccount(learner, { name: 'Lena', email: 'lena-versions@school.example' });
  await learner.getByRole('button', { name: /^Join/ }).click();
  await expect(learner.getByRole('heading', { name: 'Spring' })).toBeVisible();
  return { learner, version: page.url() };
}

test('a draft is checked by runs and published; a class stays behind until it is moved', async ({
  learner: page,
  browser,
}) => {
  await becomeAdmin(page, { name: 'Vera', email: 'vera-versions@school.example' });
  await page.goto('/teach/content');
  await page.getByLabel('Name', { exact: true }).fill('Spring');
  await page.getByRole('button', { name: 'Begin the draft' }).click();
  await openFile(page, 'how-the-cache', 'how-the-cache-decides.mdx');
  await replace(page, 'title: How the cache decides', 'title: How teh cache decides');
  await openFile(page, 'dockerignore/exercise', 'exercise.yaml');
  await replace(page, 'readyTimeoutMs: 15000', 'readyTimeoutMs: 16000');

  await page.getByRole('link', { name: 'Publish', exact: true }).click();
  await page.getByRole('button', { name: 'Check the draft' }).click();
  const defect = page.getByRole('link', { name: /^lessons\/how-the-cache-decides\.mdx:\d+$/ });
  await expect(defect).toBeVisible({ timeout: verdictTimeoutMs });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Stop the check' }).click();
  await expect(page.getByText('The check was stopped.')).toBeVisible();
  await defect.click();
  await expect(page.locator('[data-editor=ready]')).toBeVisible();
  await replace(page, 'title: How teh cache decides', 'title: How a cache decides');
  await openFile(page, 'same-image', 'same-image-different-numbers.mdx');
  await replace(page, 'for drawn in 1 2 3 4', 'for drawn in 1 2 3');

  const teacher = await page.context().newPage();
  await teacher.goto('/teach');
  // With courses of other tests, the form is folded.
  const folded = teacher.locator('summary', { hasText: 'New course' });
  if ((await folded.count()) > 0) await folded.click();
  const { learner, version } = await makeClass(teacher, browser);
  await teacher.getByRole('link', { name: 'stay at version 1' }).click();
  await expect(teacher.getByText('Nothing: no lesson, exercise or lab is different.')).toBeVisible();
  await teacher.getByRole('button', { name: 'Move the class to version 1' }).click();
  await expect(teacher.getByText('The class stays at version 1.')).toBeVisible();

  await page.getByRole('link', { name: 'Publish', exact: true }).click();
  await page.getByRole('button', { name: 'Check the draft again' }).click();
  // A runner has recorded what the changed command prints.
  const save = page.getByRole('button', { name: 'Save the recordings, then check again' });
  await expect(save).toBeVisible({ timeout: 2 * verdictTimeoutMs });
  await expect(page.getByText('1 check found something to fix. 1 recording is new')).toBeVisible();
  await expectAccessible(page);
  await save.click();
  const publish = page.getByRole('button', { name: 'Publish version 2' });
  await expect(publish).toBeVisible({ timeout: verdictTimeoutMs });
  await publish.click();
  await expect(page.getByText('Version 2 is published.')).toBeVisible();

  await page.goto('/lessons/same-image-different-numbers');
  const lines = page.locator('pre', { hasText: "{'bird': 0, 'dog': 1, 'cat': 2, 'fish': 3}" });
  await expect(lines).not.toContainText("{'bird': 0, 'cat': 1, 'dog': 2, 'fish': 3}");

  // Everyone sees the new version at once, except the class.
  await page.goto(lesson);
  await expect(page.getByRole('heading', { level: 1, name: 'How a cache decides' })).toBeVisible();
  await learner.goto(lesson);
  await expect(learner.getByRole('heading', { level: 1, name: 'How the cache decides' })).toBeVisible();

  await teacher.goto(`${version}?to=newest`);
  await expect(teacher.getByText('How a cache decides')).toBeVisible();
  await expectAccessible(teacher);
  await teacher.getByRole('button', { name: 'Follow the newest version' }).click();
  await expect(teacher.getByText('The class follows the newest version, which is 2.')).toBeVisible();
  await learner.reload();
  await expect(learner.getByRole('heading', { level: 1, name: 'How a cache decides' })).toBeVisible();
});

/** Begins a draft and changes the title of a lesson in it. */
async function draftWithTitle(page: Page, name: string, title: string) {
  await page.goto('/teach/content');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Begin the draft' }).click();
  await openFile(page, 'slim-trap.mdx', 'slim-trap.mdx');
  await replace(page, 'The slim trap: missing shared libraries', title);
}

test('a draft that is behind gets what was published, and its author settles the conflict', async ({
  learner: page,
}) => {
  await becomeAdmin(page, { name: 'Mira', email: 'mira-merge@school.example' });
  await draftWithTitle(page, 'Behind', 'The slim trap: libraries that are missing');
  await draftWithTitle(page, 'Ahead', 'The trap in slim images: missing shared libraries');
  await page.getByRole('link', { name: 'Publish', exact: true }).click();
  await page.getByRole('button', { name: 'Check the draft' }).click();
  const publish = page.getByRole('button', { name: /^Publish version \d+$/ });
  await expect(publish).toBeVisible({ timeout: verdictTimeoutMs });
  await publish.click();
  await expect(page.getByText(/^Version \d+ is published\./)).toBeVisible();
  await page.getByRole('link', { name: 'Open the lesson slim-trap' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'The trap in slim images' })).toBeVisible();

  // The other draft cannot be published before it has the new version.
  await page.goto('/teach/content/behind/publish');
  await expect(page.getByText('Something else has been published since')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Check the draft/ })).toHaveCount(0);
  await page.goto('/teach/content/behind');
  await page.getByRole('link', { name: 'Bring in what was published' }).click();
  await expect(page.getByRole('heading', { name: /^Bring version \d+ into this draft$/ })).toBeVisible();
  const conflict = page.getByRole('region', { name: 'lessons/slim-trap.mdx' });
  await expect(conflict.getByText('title: "The slim trap: libraries that are missing"')).toBeVisible();
  await expect(
    conflict.getByText('title: "The trap in slim images: missing shared libraries"'),
  ).toBeVisible();
  await expectAccessible(page);

  // Without a decision, nothing is merged, and the first choice has the focus.
  const bringIn = page.getByRole('button', { name: /^Bring in version \d+$/ });
  await bringIn.click();
  await expect(conflict.getByRole('radio', { name: 'This draft', exact: true })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByText('Everything is decided.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Everything is decided.')).toBeVisible();

  // Neither side is right. A result with a problem is not merged without asking.
  await conflict.getByRole('button', { name: 'Edit the result' }).click();
  const result = conflict.getByRole('textbox', { name: 'The result of lessons/slim-trap.mdx' });
  const ours = await result.inputValue();
  const title = (text: string) => ours.replace('The slim trap: libraries that are missing', text);
  await result.fill(title('The trap in slim images: libraries that are zzyzx'));
  await bringIn.click();
  const problems = page.getByRole('alert', { name: 'The merged files have problems' });
  await expect(problems).toContainText('“zzyzx” is not in the dictionary');
  await result.fill(title('The trap in slim images: libraries that are missing'));
  await bringIn.click();

  await expect(page).toHaveURL(/\/teach\/content\/behind$/);
  await expect(page.getByRole('link', { name: 'Bring in what was published' })).toHaveCount(0);
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('link', { name: 'Merge what was published' })).toBeVisible();
  await page.getByRole('link', { name: 'Changes' }).click();
  const changes = page.getByRole('table');
  await expect(changes).toContainText('The trap in slim images: missing shared libraries');
  await expect(changes).toContainText('The trap in slim images: libraries that are missing');
});
