import { expect, test, unfoldAnswers } from './fixtures.ts';

// A key press before the scripts of the page have loaded has no effect, so the first one is repeated until
// there is a response. Repeating is safe for all of them.

test('the life cycle of a container can be tried with the keyboard', async ({ learner: page }) => {
  await page.goto('/lessons/life-of-a-container');
  await unfoldAnswers(page);
  const figure = page.getByRole('figure').filter({ hasText: 'The life cycle of a container' });
  const state = figure.getByRole('list', { name: 'States' }).locator('[aria-current]');
  const press = async (command: string) => {
    await figure.getByRole('button', { name: command, exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  await expect(state).toHaveText('no container');
  await expect(async () => {
    await press('run');
    await expect(state).toHaveText('running', { timeout: 1_000 });
  }).toPass();
  await press('rm');
  await expect(figure.getByRole('status')).toContainText('Refused: the container is running.');
  await press('stop');
  await expect(state).toHaveText('exited');
  await press('rm');
  await expect(state).toHaveText('no container');
  await expect(figure.getByRole('list', { name: 'What exists now' })).toContainText(/Named volume\s*exists/);
});

test('the name of an image is read as it is typed', async ({ learner: page }) => {
  await page.goto('/lessons/tags-digests-names');
  const figure = page.getByRole('figure').filter({ hasText: 'How an image name is read' });
  const field = figure.getByRole('textbox', { name: 'Image name' });
  await expect(figure.getByRole('status')).toContainText('docker.io/library/python:latest');
  await expect(async () => {
    await field.fill('');
    await field.fill('localhost:5000/scorer:1.4');
    await expect(figure.getByRole('status')).toContainText('In full: localhost:5000/scorer:1.4', {
      timeout: 1_000,
    });
  }).toPass();
  await field.fill('Scorer');
  await expect(figure.getByRole('status')).toContainText('lower-case');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
});

test('a choice shows which layer holds what', async ({ learner: page }) => {
  await page.goto('/lessons/layers-and-copy-on-write');
  await unfoldAnswers(page);
  const figure = page.getByRole('figure').filter({ hasText: 'Which layer holds what' });
  const top = figure.getByRole('list', { name: 'Layers, top first' }).locator('> li').first();
  await expect(top).toContainText('empty');
  await expect(async () => {
    await figure.getByRole('radio', { name: 'deletes the model' }).focus();
    await page.keyboard.press('Space');
    await expect(top).toContainText('whiteout', { timeout: 1_000 });
  }).toPass();
});
