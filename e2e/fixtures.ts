import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';

const root = join(import.meta.dirname, '..');

/** What `stack-setup.ts` left in the environment. */
export function stackValue(name: 'E2E_URL' | 'E2E_DATABASE_URL' | 'E2E_STATE_DIR'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: the global set-up did not run`);
  return value;
}

/** A page of a learner nobody has seen before; an error in its console fails the test. */
export const test = base.extend<{ learner: Page }>({
  learner: async ({ browser }, use) => {
    // Without animations: they are drawn by the processors that build what the tests wait for.
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
 * How long a verdict may take on a machine that also builds everything else: a bound for a run that hangs, no
 * measure.
 */
export const verdictWithinMs = 400_000;

/** A file of an exercise as its author wrote it. */
export function exerciseFile(slug: string, path: string): string {
  return readFileSync(join(root, 'content/exercises', slug, path), 'utf8');
}

/** Replaces what the open Monaco editor holds, as a person would: focus, select all, paste. */
export async function typeIntoEditor(page: Page, text: string): Promise<void> {
  const editor = page.getByRole('region', { name: 'Editor' });
  await editor.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}
