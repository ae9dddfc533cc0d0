import { exerciseFile, expect, test, typeIntoEditor, verdictTimeoutMs } from './fixtures.ts';

test('a learner reads, answers, runs the starter, reads why it fails, fixes it and passes', async ({
  learner: page,
}) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Course', exact: true }).first().click();
  await page
    .getByRole('link', { name: /How the cache decides/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'How the cache decides' })).toBeVisible();

  const prediction = page.getByRole('form', { name: 'Prediction' }).first();
  await prediction.getByRole('radio', { name: /file on disk is newer/ }).check();
  await prediction.getByRole('button', { name: 'Lock in my answer' }).click();
  await expect(prediction.getByText('Not quite')).toBeVisible();
  await expect(prediction.getByText(/Time stamps are not part of the checksum/)).toBeVisible();

  const quiz = page.getByRole('form', { name: 'Quiz' });
  await expect(quiz.getByRole('button', { name: 'Check my answers' })).toBeDisabled();
  for (const question of await quiz.getByRole('group').all()) await question.locator('input').first().check();
  await quiz.getByRole('button', { name: 'Check my answers' }).click();
  await expect(quiz.getByRole('status')).toContainText(/of 4 right/);

  await page.goto('/exercises/cache-order');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Phases of the run' })).toBeVisible();
  await expect(page.getByText('Not passed yet')).toBeVisible({ timeout: verdictTimeoutMs });
  const reason = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: 'edit-keeps-deps' }) });
  await expect(reason.getByRole('heading')).toContainText('Failed');
  await expect(reason.getByRole('button', { name: 'line 9' }), 'the line to change').toBeVisible();
  await expect(reason.getByRole('listitem'), 'every cause, the costliest first').toHaveText([
    /^Line 9: copy only the list of packages here, and questions\.txt below/,
    /^Line 4: move ARG GIT_SHA/,
    /^Line 12: move this copy of app\.py below the install on line 15/,
  ]);
  const edits = page.getByRole('region', { name: 'What each edit installs again' });
  await expect(edits.getByRole('row', { name: /A question is added/ })).toContainText(
    'line 9: questions.txt changed',
  );

  const hints = page.getByRole('region', { name: 'Hints' });
  const recorded = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/exercises/cache-order'),
  );
  await hints.getByRole('button', { name: 'Show a hint' }).click();
  const hint = await hints.getByRole('listitem').textContent();
  await recorded;

  await page.reload();
  await expect(page.getByText('Not passed yet'), 'the verdict is still there after a reload').toBeVisible();
  await expect(hints.getByRole('listitem'), 'and so is the hint').toHaveText([hint!]);

  await typeIntoEditor(page, exerciseFile('cache-order', 'solution/Dockerfile'));
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('Passed', { exact: true })).toBeVisible({ timeout: verdictTimeoutMs });
  await expect(
    page.getByRole('list', { name: 'Before and after' }),
    'compared with the first run',
  ).toContainText('A question is added to questions.txt');
  await expect(page.getByText('Being graded again in a fresh engine')).toBeVisible();
  await expect(
    page.getByText('Confirmed in a fresh engine with 100 points.'),
    'shown without a reload',
  ).toBeVisible({ timeout: verdictTimeoutMs });

  await page.goto('/exercises/cache-order/attempts');
  await expect(page.getByRole('table').first()).toContainText('Passed and confirmed');
  await expect(page.getByText('Your score: 100 points')).toBeVisible();
});

test('a double click starts one run', async ({ learner: page }) => {
  const submissions: string[] = [];
  page.on(
    'request',
    (request) =>
      request.method() === 'POST' && request.url().endsWith('/api/runs') && submissions.push(request.url()),
  );
  await page.goto('/exercises/non-root');
  await page.getByRole('button', { name: 'Run', exact: true }).dblclick();
  await expect(page.getByRole('list', { name: 'Phases of the run' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('This run was cancelled and is not counted.')).toBeVisible();
  expect(submissions).toHaveLength(1);
});
