/**
 * `npm run test:hostile`: attacks real sandboxes, and writes the results to docs/results/hostile.md.
 * Arguments are passed to vitest.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../launcher/stack.ts';
import { hostileTable, machineInWords, type HostileReport } from './hostile-table.ts';

const folder = join(process.env.DATA_DIR ?? join(root, '.data'), 'test-reports');
const report = join(folder, 'hostile.json');
mkdirSync(folder, { recursive: true });
rmSync(report, { force: true });
const machine = machineInWords();
const chosen = process.argv.slice(2);
const { status } = spawnSync(
  join(root, 'node_modules/.bin/vitest'),
  [
    'run',
    '--project',
    'hostile',
    '--reporter=verbose',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...chosen,
  ],
  { cwd: root, stdio: 'inherit' },
);
// The page is written only after a complete run.
if (chosen.length === 0) {
  const tests = JSON.parse(readFileSync(report, 'utf8')) as HostileReport;
  writeFileSync(join(root, 'docs/results/hostile.md'), hostileTable(tests, machine));
}
process.exit(status ?? 1);
