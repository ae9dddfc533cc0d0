import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Tally } from './test-report.ts';

const root = join(import.meta.dirname, '..');

/** What the reporter writes about a run of these test files, by their names. */
function tallyOf(files: Record<string, string>): Tally {
  const folder = mkdtempSync(join(tmpdir(), 'dfm-tally-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const report = join(folder, 'tally.json');
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const reporter = join(root, 'scripts/tally-reporter.ts');
    const args = [vitest, 'run', `--root=${folder}`, `--reporter=${reporter}`];
    spawnSync(process.execPath, args, { env: { ...process.env, TALLY_FILE: report } });
    return JSON.parse(readFileSync(report, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const passes = `import { test } from 'vitest'; test('passes', () => {});`;

test('a run in which everything passes has no failures', () => {
  expect(tallyOf({ 'a.test.mjs': passes })).toEqual({ passed: 1, failed: 0, failures: [] });
});

test('failures of tests, hooks, files and of the run are reported with their place', () => {
  const { passed, failed, failures } = tallyOf({
    'a.test.mjs': passes,
    'fails.test.mjs': `import { expect, test } from 'vitest';
      test('adds', () => expect(1 + 1).toBe(3));
      test.skip('is skipped', () => {});`,
    'hook.test.mjs': `import { beforeAll, describe, test } from 'vitest';
      describe('group', () => {
        beforeAll(() => { throw new Error('no database'); });
        test('needs it', () => {});
      });`,
    'import.test.mjs': `import './missing.mjs';`,
    'rejects.test.mjs': `import { test } from 'vitest';
      test('passes, but leaves a promise', async () => {
        void Promise.reject(new TypeError('nobody waits'));
        await new Promise((resolve) => setTimeout(resolve, 50));
      });`,
  });
  expect([passed, failed]).toEqual([2, 6]);
  expect(failures.map((line) => line.replace(/ at .*/, ' at …')).toSorted()).toEqual([
    'fails.test.mjs › adds: expected 2 to be 3 // Object.is equality',
    'fails.test.mjs › is skipped: was not run',
    'hook.test.mjs › group > needs it: was not run',
    'hook.test.mjs › group: no database',
    expect.stringContaining('import.test.mjs: '),
    expect.stringMatching(/^unhandled in .*rejects.test.mjs.*: TypeError: nobody waits at …$/),
  ]);
});
