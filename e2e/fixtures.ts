import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';

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
