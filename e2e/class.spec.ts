import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import {
  accountPassword,
  becomeAdmin,
  createAccount,
  expect,
  expectAccessible,
  stackValue,
  test,
  verdictTimeoutMs,
} from './fixtures.ts';

/** Creates a course with a class to which one exercise is assigned. @returns the join link */
async function makeClass(page: Page): Promise<string> {
  await page.getByLabel('Course name').fill('ML in practice');
  await page.getByLabel('Class name').fill('Autumn');
  await page.getByRole('button', { name: 'Create course and class' }).click();
  await expect(page.getByRole('heading', { name: 'Autumn' })).toBeVisible();
  await expect(page.getByText('Nothing is assigned yet.')).toBeVisible();
  const link = await page.getByText(/\/join\/\w+/).innerText();

  await page.getByRole('link', { name: 'Choose what the class has to do' }).click();
  await page.getByRole('checkbox', { name: /^Run a service as a non-root user/ }).check();
  await page.getByLabel(/^Deadline: Run a service/).fill('2030-12-04T18:00');
  await page.getByRole('button', { name: 'Save assignments' }).click();
  await expect(page.getByText(/1 added|1 assignment/)).toBeVisible();
  return link;
}

/**
 * Moves points of the exercise from one check that its starter fails to one that it passes, and judges the
 * submissions again.
 */
async function correctExercise(page: Page, gradebook: string): Promise<void> {
  const path = join(stackValue('E2E_STATE_DIR'), 'content/exercises/non-root/exercise.yaml');
  const before = await readFile(path, 'utf8');
  const after = before
    .replace('check: root-user, points: 30', 'check: root-user, points: 20')
    .replace('check: predict-smoke, points: 20', 'check: predict-smoke, points: 30');
  await writeFile(path, after);
  await page.goto(gradebook);
  await page.getByRole('link', { name: 'Regrade' }).click();
  await page.getByLabel('Exercise').selectOption('non-root');
  await page.getByLabel('What was corrected').fill('Root costs less.');
  await page.getByRole('button', { name: 'Show what would change' }).click();
  await expect(page.getByRole('link', { name: 'Only changes (1)' })).toBeVisible({
    timeout: verdictTimeoutMs,
  });
}

test('a teacher makes a class, a learner joins with earlier work, and the grade arrives', async ({
  learner: page,
  browser,
}) => {
  await becomeAdmin(page, { name: 'Theo', email: 'theo@school.example' });
  const link = await makeClass(page);
  const gradebook = page.url().replace(/\/assignments.*/, '');

  const context = await browser.newContext({ baseURL: stackValue('E2E_URL'), reducedMotion: 'reduce' });
  const learner = await context.newPage();
  await learner.goto('/exercises/non-root');
  await learner.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(learner.getByText('Not passed yet')).toBeVisible({ timeout: verdictTimeoutMs });
  await learner.goto(link);
  await learner.getByRole('link', { name: 'Create an account' }).click();
  await createAccount(learner, { name: 'Ada', email: 'ada@school.example' });
  await learner.getByRole('button', { name: /^Join/ }).click();
  await expect(learner.getByText(/attempt 1 scored/), 'what was done before counts').toBeVisible();
  await expect(learner.getByText(/Wed 4 Dec 2030, 18:00/)).toBeVisible();
  await expectAccessible(learner);

  await page.goto(gradebook);
  const row = page.getByRole('row', { name: /Ada/ });
  await expect(row).toBeVisible();
  const points = await row.getByRole('cell').getByRole('link').innerText();
  await expectAccessible(page);
  await page.getByRole('region', { name: 'Grades' }).focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('heading', { name: /^Ada: Run a service/ }),
    'the learner’s submission',
  ).toBeVisible();
  await expect(page.getByText('Not passed yet')).toBeVisible();
  await expectAccessible(page);

  const submission = page.url();
  await learner.getByRole('link', { name: 'Open it, or ask about it' }).click();
  await expect(learner).toHaveURL(submission);
  await learner.getByLabel('Ask or answer').fill('Who else could it run as?');
  await learner.getByRole('button', { name: 'Send' }).click();
  await expect(learner.getByText('Sent.')).toBeVisible();
  await page.goto(`${gradebook}/insight`);
  await expectAccessible(page);
  await page.getByRole('link', { name: /^Ada: Run a service/ }).click();
  await page.getByLabel('Answer or comment').fill('Add a user before this line.');
  await page.getByLabel('Line', { exact: true }).fill('Dockerfile:3');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('Add a user before this line.')).toBeVisible();
  await learner.goto(gradebook.replace('/teach/', '/classes/'));
  await learner
    .getByRole('region', { name: 'New answers for you' })
    .getByRole('link', { name: /^Run a service/ })
    .click();
  await expect(learner.getByRole('listitem').filter({ hasText: 'Dockerfile:3' })).toContainText('Theo');
  await expectAccessible(learner);

  await page.goto(`${gradebook}/insight`);
  await page.getByRole('link', { name: /^Submissions that are alike/ }).click();
  await expect(page.getByText('The starter, unchanged')).toBeVisible();
  await expectAccessible(page);
  await page.getByText('Comment', { exact: true }).first().click();
  await page.getByLabel('Comment', { exact: true }).fill('Many of you keep root here.');
  await page.getByLabel('About').selectOption({ label: 'The line that root-user names' });
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('Sent to one learner.')).toBeVisible();
  await learner.goto(submission);
  await expect(
    learner.getByRole('listitem').filter({ hasText: 'Many of you keep root here.' }),
  ).toContainText(/Dockerfile:\d+/);

  await page.goto(gradebook);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv).toContain(
    `"Ada","ada@school.example",${Number.parseFloat(points)},${Number.parseFloat(points)}`,
  );

  await correctExercise(page, gradebook);
  const decision = page.url();
  await expectAccessible(page);
  const pointsNow = async () => {
    await page.goto(gradebook);
    return Number.parseFloat(await row.getByRole('cell').getByRole('link').innerText());
  };
  expect(await pointsNow(), 'before it is applied').toBe(Number.parseFloat(points));
  for (const [button, gained] of [
    ['Apply', 10],
    ['Revert', 0],
  ] as const) {
    await page.goto(decision);
    await page.getByRole('button', { name: button }).click();
    await expect(page.getByRole('button', { name: button })).toBeHidden();
    expect(await pointsNow(), button).toBe(Number.parseFloat(points) + gained);
  }

  const run = await learner.goto('/teach');
  expect(run?.status()).toBe(200);
  await expect(learner.getByText('You are not on the staff of a course.')).toBeVisible();
  expect((await learner.goto(gradebook))?.status(), 'not for learners').toBe(404);
  await context.close();
});

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill('bob@school.example');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('someone who forgot the password gets a link from an instructor', async ({ learner: page, browser }) => {
  await becomeAdmin(page, { name: 'Ines', email: 'ines@school.example' });
  // Other tests of this file have made a course.
  const another = page.locator('summary', { hasText: 'New course' });
  if (await another.isVisible()) await another.click();
  await page.getByLabel('Course name').fill('Forgetting');
  await page.getByLabel('Class name').last().fill('Spring');
  await page.getByRole('button', { name: 'Create course and class' }).click();
  const link = await page.getByText(/\/join\/\w+/).innerText();

  const context = await browser.newContext({ baseURL: stackValue('E2E_URL') });
  const learner = await context.newPage();
  await learner.goto(link);
  await learner.getByRole('link', { name: 'Create an account' }).click();
  await createAccount(learner, { name: 'Bob', email: 'bob@school.example' });
  await learner.getByRole('button', { name: /^Join/ }).click();
  await expect(learner.getByText('Nothing is assigned yet.', { exact: false })).toBeVisible();

  await page.getByRole('link', { name: 'People' }).click();
  await page.getByText('Forgot the password: Bob').click();
  await page.getByRole('button', { name: 'Make a link for Bob' }).click();
  const reset = await page.getByText(/\/links\/\S+/).innerText();
  await expectAccessible(page);

  await context.clearCookies();
  await learner.goto(reset);
  await learner.getByLabel('New password').fill('five random words');
  await learner.getByRole('button', { name: 'Set password' }).click();
  await expect(learner.getByText('Your password has been changed.')).toBeVisible();
  await signIn(learner, 'five random words');
  await expect(learner.getByText('Signed in as bob@school.example')).toBeVisible();
  await expect(learner.getByRole('link', { name: 'Spring' }), 'the class is still there').toBeVisible();
  await learner.getByRole('button', { name: 'Sign out' }).click();
  await expect(learner).toHaveURL(/\/$/);
  await learner.goto('/sign-in');
  await signIn(learner, accountPassword);
  await expect(learner.getByText('The e-mail address or the password is wrong.')).toBeVisible();
  await expectAccessible(learner);
  await context.close();
});
