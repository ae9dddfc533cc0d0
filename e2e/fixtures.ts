import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { makeAdminLink } from '../launcher/admin-link.ts';

const root = join(import.meta.dirname, '..');

/** A value that `stack-setup.ts` put in the environment. */
export function stackValue(name: 'E2E_URL' | 'E2E_DATABASE_URL' | 'E2E_STATE_DIR'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set because the global setup did not run`);
  return value;
}

/** A page of a new learner. An error in its console fails the test. */
export const test = base.extend<{ learner: Page }>({
  learner: async ({ browser }, use) => {
    // Without animations, because they take processor time from the builds that the tests wait for.
    const context = await browser.newContext({ baseURL: stackValue('E2E_URL'), reducedMotion: 'reduce' });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on(
      'console',
      (message) => message.type() === 'error' && errors.push(`${message.text()} ${message.location().url}`),
    );
    await use(page);
    await context.close();
    expect(errors, 'errors in the browser console').toEqual([]);
  },
});

/** Fills in the form for a new account. */
export async function createAccount(
  page: Page,
  { name, email }: { name: string; email: string },
): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('New password').fill(accountPassword);
  await page.getByRole('button', { name: 'Create account' }).click();
}

export const accountPassword = 'four random words';

/** Makes the learner of a page an admin, with an account of its own. */
export async function becomeAdmin(page: Page, account: { name: string; email: string }): Promise<void> {
  const link = await makeAdminLink(stackValue('E2E_DATABASE_URL'), { onlyFirst: false });
  await page.goto(link!);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await createAccount(page, account);
  await page.getByRole('button', { name: 'Become the admin' }).click();
  await expect(page.getByRole('heading', { name: 'Teach', exact: true })).toBeVisible();
}

/** Checks accessibility. Describes only violations, because describing the rest takes long on a long page. */
export const axe = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).options({ resultTypes: ['violations'], preload: false });

/** Fails if the page has an accessibility violation or is wider than a window of either width. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    const { violations } = await axe(page).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      `wider than ${width} px`,
    ).toBeLessThanOrEqual(0);
  }
}

export { expect };

/**
 * How long a verdict may take on a machine that also builds everything else. It stops runs that hang and is
 * not a measurement.
 */
export const verdictTimeoutMs = 400_000;

/** A file of an exercise as written by its author. */
export function exerciseFile(slug: string, path: string): string {
  return readFileSync(join(root, 'content/exercises', slug, path), 'utf8');
}

/** Unfolds what a lesson folds until its predictions are answered. */
export async function unfoldAnswers(page: Page): Promise<void> {
  await page.locator('details.after-prediction').evaluateAll((folds) => {
    for (const fold of folds) (fold as HTMLDetailsElement).open = true;
  });
}

/** Replaces the text of the open Monaco editor, as a person would: focus, select all, paste. */
export async function typeIntoEditor(page: Page, text: string): Promise<void> {
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}
