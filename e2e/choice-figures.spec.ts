import { expect, test, unfoldAnswers } from './fixtures.ts';

test('a layer is selected with the arrow keys or by pointing at it, and explained', async ({
  learner: page,
}) => {
  await page.goto('/lessons/container-vs-virtual-machine');
  const stacks = page.getByRole('group', { name: 'Layer to explain' });
  const panels = page.locator('.choice-panels');
  await expect(panels.getByText('What you wrote and what you trained.').first()).toBeVisible();

  await stacks.getByRole('radio', { name: 'Virtual machines: Code and model' }).focus();
  for (let row = 1; row < 4; row++) await page.keyboard.press('ArrowDown');
  await expect(stacks.getByRole('radio', { name: 'Virtual machines: Guest kernel' })).toBeChecked();
  await expect(panels.getByText('A kernel of its own, with its own drivers.')).toBeVisible();
  await expect(panels.getByText('What you wrote and what you trained.').first()).toBeHidden();

  await stacks.locator('label').filter({ hasText: 'Containers: Host kernel' }).hover();
  await expect(stacks.getByRole('radio', { name: 'Containers: Host kernel' })).toBeChecked();
  await expect(panels.getByText('once for all containers')).toBeVisible();
});

test('selecting moves nothing below the figure', async ({ learner: page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto('/lessons/namespaces-and-cgroups');
  await unfoldAnswers(page);
  const kinds = page.getByRole('group', { name: 'Namespace to look at' });
  const figure = page.getByRole('figure').filter({ has: kinds });
  const height = async () => (await figure.boundingBox())?.height;
  const before = await height();
  for (const kind of await kinds.locator('label').all()) {
    await kind.click();
    expect(await height()).toBe(before);
  }
  await expect(kinds.getByRole('radio').last()).toBeChecked();
});
