import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanUps } from '../launcher/clean-ups.ts';
import { type Stack, root, startStack } from '../launcher/stack.ts';
import { runCommand } from '../sandbox-runner/src/host/command.ts';
import { processMark } from '../sandbox-runner/src/host/process-mark.ts';
import { expect, test, verdictTimeoutMs } from './fixtures.ts';

const dataDir = process.env.DATA_DIR ?? join(root, '.data');
const cleanUps = new CleanUps();
let stateDir: string;
let shelfLock: string;
let stack: Stack;

// Simulates a first start on a machine that has a shelf: the start stops where it would take the shelf,
// because the shelf is locked by this running process.
test.beforeAll(async () => {
  stateDir = await mkdtemp(join(dataDir, 'first-start-'));
  const shelf = join(stateDir, 'shelf');
  await runCommand('cp', ['-al', process.env.SHELF_DIR ?? join(dataDir, 'shelf'), shelf]);
  shelfLock = join(shelf, 'lock');
  await rm(shelfLock, { force: true });
  await writeFile(shelfLock, (await processMark(process.pid)) ?? '');
  process.env.SHELF_DIR = shelf;
  process.env.SANDBOX_DISK_MB = '4096';
  // One small exercise instead of all of them.
  process.env.PREBUILD_CONTENT_DIR = join(root, 'test/faults/content');
  stack = await startStack(cleanUps, { dataDir: stateDir, port: 3450 });
});
test.afterAll(async () => {
  await cleanUps.run();
  await rm(stateDir, { recursive: true, force: true });
});

test('a learner reads while the sandboxes are being prepared, submits, and gets the verdict once they are ready', async ({
  browser,
}) => {
  const context = await browser.newContext({
    baseURL: stack.url,
    reducedMotion: 'reduce',
    viewport: { width: 360, height: 740 },
  });
  const page = await context.newPage();
  await page.goto('/exercises/first-image');
  const bar = page.getByRole('status', { name: 'Preparation of the sandboxes' });
  await expect(bar).toContainText(/Preparing the sandboxes: .+ \(step \d of \d\), about \d+ (s|min) left\./);
  await expect(bar).toContainText('A run that you start now waits in the queue');
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth),
    'nothing is wider than a phone',
  ).toBeLessThanOrEqual(360);

  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('Your run is waiting for the sandboxes')).toBeVisible();
  await page.reload();
  await page.getByRole('tab', { name: 'Outcome' }).click();
  await expect(page.getByText('Your run is waiting for the sandboxes'), 'kept after a reload').toBeVisible();

  await page.getByRole('tab', { name: 'Task' }).click();
  const before = await bar.innerText();
  await rm(shelfLock);
  await expect(bar).not.toHaveText(before, { timeout: verdictTimeoutMs });
  await expect(page.getByRole('tab', { name: 'Task' }), 'a change does not move the focus').toBeFocused();
  await expect(bar).toHaveText('The sandboxes are ready. Runs start immediately.', {
    timeout: verdictTimeoutMs,
  });
  await page.getByRole('tab', { name: 'Outcome' }).click();
  await expect(page.getByText('Not passed yet')).toBeVisible({ timeout: verdictTimeoutMs });
  await stack.prepared;
  await context.close();
});
