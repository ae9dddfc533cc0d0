import { becomeAdmin, expect, expectAccessible, test } from './fixtures.ts';

test('an admin sees the node, drains it and resumes it', async ({ learner: page }) => {
  await page.goto('/operator');
  await expect(page, 'a visitor is asked to sign in').toHaveURL(/\/sign-in\?to=%2Foperator$/);
  await becomeAdmin(page, { name: 'Olga', email: 'olga@school.example' });
  await page.goto('/account');
  await page.getByRole('link', { name: /Nodes, queue and faults/ }).click();

  const node = page.getByRole('article');
  await expect(node).toContainText('Ready');
  await expect(node).toContainText('seccomp');
  await page.getByRole('button', { name: /^Drain/ }).click();
  await expect(node).toContainText('Draining');
  await page.getByRole('button', { name: /^Resume/ }).click();
  await expect(node).toContainText('Ready');
  await expectAccessible(page);
});
