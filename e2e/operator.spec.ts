import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, stackValue, test } from './fixtures.ts';

test('an operator signs in, sees the node, drains it and resumes it', async ({ learner: page }) => {
  await page.goto('/operator');
  await expect(page.getByRole('heading', { name: 'Nodes' }), 'nothing is shown before the key').toBeHidden();
  await page.getByLabel('Operator key').fill('f'.repeat(64));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('This is not the operator key of this installation.')).toBeVisible();
  await page
    .getByLabel('Operator key')
    .fill(readFileSync(join(stackValue('E2E_STATE_DIR'), 'secrets/operator-key'), 'utf8'));
  await page.getByRole('button', { name: 'Sign in' }).click();

  const node = page.getByRole('article');
  await expect(node).toContainText('Ready');
  await expect(node).toContainText('seccomp');
  await page.getByRole('button', { name: /^Drain/ }).click();
  await expect(node).toContainText('Draining');
  await page.getByRole('button', { name: /^Resume/ }).click();
  await expect(node).toContainText('Ready');

  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 800 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0);
  }

  const { name, value } = (await page.context().cookies()).find((cookie) => cookie.name === 'dfm-operator')!;
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Operator key')).toBeVisible();
  await page
    .context()
    .addCookies([
      { name, value: `${Date.now() + 1e9}.${value.split('.')[1]}`, url: `${stackValue('E2E_URL')}/operator` },
    ]);
  await page.goto('/operator');
  await expect(page.getByLabel('Operator key'), 'a ticket with a later expiry is refused').toBeVisible();
});
