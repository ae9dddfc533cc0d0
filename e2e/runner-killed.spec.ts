import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { exerciseFile, expect, stackValue, test, typeIntoEditor, verdictTimeoutMs } from './fixtures.ts';

test('killing the runner during a build loses nothing and grades once', async ({ learner: page }) => {
  await page.goto('/exercises/health-check');
  // Without this line, the starter would have its verdict before anyone could kill the runner.
  await typeIntoEditor(
    page,
    exerciseFile('health-check', 'starter/Dockerfile').replace(/^CMD/m, 'RUN sleep 15\n\nCMD'),
  );
  const submitted = page.waitForResponse(
    (response) => response.url().endsWith('/api/runs') && response.request().method() === 'POST',
  );
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const { runId } = (await (await submitted).json()) as { runId: string };
  await expect(page.getByRole('log', { name: 'Lines of the log' })).toContainText('RUN sleep 15', {
    timeout: 60_000,
  });

  process.kill(Number(readFileSync(join(stackValue('E2E_STATE_DIR'), 'logs/runner.pid'), 'utf8')), 'SIGKILL');

  await expect(page.getByText('Not passed yet')).toBeVisible({ timeout: verdictTimeoutMs });
  const database = new pg.Client(stackValue('E2E_DATABASE_URL'));
  await database.connect();
  try {
    const results = await database.query(
      `select count(*)::int as n from run_event where run_id = $1 and event->>'type' = 'result'`,
      [runId],
    );
    const retries = await database.query(
      `select count(*)::int as n from run_event where run_id = $1 and event->>'type' = 'retry'`,
      [runId],
    );
    expect(results.rows[0].n, 'results written').toBe(1);
    expect(retries.rows[0].n, 'retries reported').toBe(1);
  } finally {
    await database.end();
  }
});
