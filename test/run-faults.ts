/**
 * `npm run test:faults [-- <arguments of vitest>]`: tests platform faults with real runners, then writes
 * docs/results/faults.md with the latest measurements of each case, which are kept in `<DATA_DIR>/faults`.
 * FAULT_KILLS is the number of runners to kill, 100 by default.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { CleanUps } from '../launcher/clean-ups.ts';
import { generateClient } from '../launcher/migrate.ts';
import { prepareEngine } from '../launcher/sandboxes.ts';
import { root } from '../launcher/stack.ts';
import { step } from '../launcher/steps.ts';
import { onStopRequest } from '../launcher/stop-request.ts';
import { type FaultRecord, faultRecords, recordSchema, resultsPage } from './faults/results-page.ts';

const cleanUps = new CleanUps();
onStopRequest(() => cleanUps.run());
const dataDir = process.env.DATA_DIR ?? join(root, '.data');
const keptFolder = join(dataDir, 'faults');
const report = join(dataDir, 'test-reports/faults.json');
let exitCode = 1;
try {
  await prepareEngine(dataDir, cleanUps);
  await step('database client', () => generateClient());
  const vitest = spawn(
    join(root, 'node_modules/.bin/vitest'),
    [
      'run',
      '--project',
      'faults',
      ...process.argv.slice(2),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        DATA_DIR: dataDir,
        LOG_LEVEL: 'error',
        FAULT_KILLS: process.env.FAULT_KILLS ?? '100',
      },
    },
  );
  await cleanUps.add(async () => {
    vitest.kill('SIGTERM');
  });
  [exitCode] = (await once(vitest, 'close')) as [number];
  // The results of a failed run are not kept.
  if (exitCode === 0) keep(faultRecords(JSON.parse(readFileSync(report, 'utf8'))));
} finally {
  await cleanUps.run();
}
if (exitCode === 0) await writePage();
process.exit(exitCode);

function keep(records: readonly FaultRecord[]): void {
  mkdirSync(keptFolder, { recursive: true });
  for (const [number, ofCase] of Map.groupBy(records, (record) => record.case)) {
    const path = join(keptFolder, `${number}.json`);
    const before = existsSync(path) ? recordSchema.array().parse(JSON.parse(readFileSync(path, 'utf8'))) : [];
    // Cases that were not measured this time keep their last measurement.
    const stays = before.filter(({ what }) => !ofCase.some((record) => record.what === what));
    writeFileSync(path, JSON.stringify([...stays, ...ofCase]));
  }
}

async function writePage(): Promise<void> {
  const records = readdirSync(keptFolder).flatMap((name) =>
    recordSchema.array().parse(JSON.parse(readFileSync(join(keptFolder, name), 'utf8'))),
  );
  const version = spawn('docker', ['version', '--format', '{{.Server.Version}}'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const engine = (await version.stdout.setEncoding('utf8').toArray()).join('').trim();
  const page = resultsPage(records, { cpus: availableParallelism(), engine });
  writeFileSync(join(root, 'docs/results/faults.md'), page);
  console.log(page.slice(page.indexOf('| case')));
}
