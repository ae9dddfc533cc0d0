import { createAccount, exerciseFile, expect, test, typeIntoEditor, verdictTimeoutMs } from './fixtures.ts';

test('a learner with an account gets values of their own, and is graded by them', async ({
  learner: page,
}) => {
  const address = '/exercises/health-check';
  await page.goto(address);
  const note = page.getByText('everyone has these values');
  await expect(note).toContainText('port 8000, path /health');

  await page.goto(`/create-account?to=${address}`);
  await createAccount(page, { name: 'Drew', email: 'drew@school.example' });
  await expect(page).toHaveURL(new RegExp(`${address}$`));
  const own = page.getByText('Your values in this task');
  const [, port, path] = /port (\d+), path (\/\w+)/.exec(await own.innerText())!;
  await expect(page.getByText(`because ${path} answers`)).toBeVisible();

  const solution = exerciseFile('health-check', 'solution/Dockerfile')
    .replaceAll('{{port}}', port!)
    .replaceAll('{{path}}', path!);
  await expect(page.locator('.monaco-editor')).toContainText(`localhost:${port}${path}`);
  await typeIntoEditor(page, solution);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('Passed', { exact: true })).toBeVisible({ timeout: verdictTimeoutMs });

  await page.goto(`${address}/attempts`);
  await page.locator('main a[href^="/runs/"]').first().click();
  await expect(page.getByText('Submitted for these values')).toContainText(`port ${port}, path ${path}`);
});
