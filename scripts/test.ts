/**
 * `npm test`: sets up what it needs, runs everything, and prints `N passed, N failed` at the end. `npm test
 * -- types unit` runs only the stages named types and unit.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { formatDuration } from '@dfm/contracts/quantity';
import { CleanUps } from '../launcher/clean-ups.ts';
import { installPackages } from '../launcher/docker-engine.ts';
import { generateClient } from '../launcher/migrate.ts';
import { NoSandboxes } from '../launcher/no-sandboxes.ts';
import { giveToOwner } from '../launcher/owner.ts';
import { prepareEngine } from '../launcher/sandboxes.ts';
import { buildSite } from '../launcher/site-build.ts';
import { root } from '../launcher/stack.ts';
import { step } from '../launcher/steps.ts';
import { onStopRequest } from '../launcher/stop-request.ts';
import { unpackPackage } from '../launcher/unpacked-package.ts';
import { ownTally, playwrightTally, readReport, type Ended, type Tally, unexplained } from './test-report.ts';

const cleanUps = new CleanUps();
onStopRequest(() => cleanUps.run());

const dataDir = process.env.DATA_DIR ?? join(root, '.data');
const reports = join(dataDir, 'test-reports');
const bin = (name: string) => join(root, 'node_modules/.bin', name);

/**
 * Whether several series of stages run in parallel. In that case, each line is prefixed with the name of its
 * stage.
 */
let sideBySide = false;

/** Runs a command and shows its output. */
async function run(
  title: string,
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const shown = sideBySide ? 'pipe' : 'inherit';
  if (!sideBySide) console.log(`\n── ${title}`);
  const lastLines: string[] = [];
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['inherit', shown, shown],
    env: { ...process.env, DATA_DIR: dataDir, ...env },
  });
  for (const input of [child.stdout, child.stderr])
    if (input)
      createInterface({ input }).on('line', (line) => {
        console.log(`${title} │ ${line}`);
        lastLines.push(line);
        if (lastLines.length > 20) lastLines.shift();
      });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? 1, lastLines }));
  });
  await cleanUps.add(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  return ended;
}

/** A stage that counts as a single test. */
async function passOrFail(title: string, command: string, args: string[]): Promise<Tally> {
  const ended = await run(title, command, args);
  return ended.exitCode === 0
    ? { passed: 1, failed: 0, failures: [] }
    : { passed: 0, failed: 1, failures: [unexplained(ended)] };
}

/** Calls a function when its result is first needed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Sets up the Docker Engine, sandboxes, a browser and a registry, if this machine lacks them. */
const engine = once(async () => {
  await prepareEngine(dataDir, cleanUps);
  if (!existsSync('/usr/bin/chromium-headless-shell') && process.env.CHROMIUM === undefined)
    await step('Chromium', (report) => installPackages(['chromium-headless-shell'], report));
  // Unpacked rather than installed, because its service would listen on this machine's network.
  await step('registry for tests', () =>
    unpackPackage('docker-registry', join(dataDir, 'tools/docker-registry')),
  );
});

const site = once(() => step('site', (report) => buildSite(root, report, cleanUps)));

/** Runs the project and others whose names start with the same word. */
async function vitest(project: string): Promise<Tally> {
  const report = join(reports, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=./scripts/tally-reporter.ts'];
  const ended = await run(project, bin('vitest'), ['run', '--project', `${project}*`, ...reporters], {
    TALLY_FILE: report,
  });
  return readReport(report, ended, ownTally);
}

async function playwright(): Promise<Tally> {
  await engine();
  await site();
  const report = join(reports, 'e2e.json');
  const ended = await run('end to end', bin('playwright'), ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  return readReport(report, ended, playwrightTally);
}

async function content(): Promise<Tally> {
  await engine();
  const report = join(reports, 'content.json');
  // End-to-end tests walk the labs. `npm run content:check` also tries their wrong ways, which takes ten minutes.
  const args = ['scripts/content-check.ts', '--skip-labs', '--report', report];
  const ended = await run('content', process.execPath, args);
  return readReport(report, ended, ownTally);
}

async function integration(): Promise<Tally> {
  await engine();
  await site();
  return vitest('integration');
}

type Stages = Record<string, () => Promise<Tally>>;

/**
 * Series of stages, of which the first two keep two processors busy for about the same time. The engine is
 * set up during their first stages, which do not need it.
 */
const parallel: Stages[] = [
  {
    format: () => passOrFail('format', bin('oxfmt'), ['--check']),
    types: () => passOrFail('types', bin('tsc'), ['--noEmit']),
    lint: () => passOrFail('lint', bin('oxlint'), []),
    markdown: () => passOrFail('Markdown', bin('markdownlint-cli2'), []),
    wording: () => passOrFail('wording', process.execPath, ['scripts/lint-wording.ts']),
    boundaries: () => passOrFail('boundaries', 'npm', ['run', '--silent', 'boundaries']),
    'dead-code': () => passOrFail('dead code', bin('knip'), []),
    unit: () => vitest('unit'),
    content,
  },
  { database: () => vitest('database'), e2e: playwright },
  // Mostly waits for the platform and for time limits.
  { lti: () => vitest('lti') },
];

/** Stages that measure the machine run alone. */
const exclusive: Stages = { integration };

const chosen = process.argv.slice(2);
const isChosen = (stage: string) => chosen.length === 0 || chosen.includes(stage);
const needsEngine = ['content', 'e2e', 'integration'].some(isChosen);

const started = Date.now();
const total: Tally = { passed: 0, failed: 0, failures: [] };
const failedStages: string[] = [];
const durations: string[] = [];

async function runStages(stages: Stages): Promise<void> {
  for (const [name, stage] of Object.entries(stages)) {
    if (cleanUps.requested) throw new Error('stopped');
    if (!isChosen(name)) continue;
    const from = Date.now();
    const tally = await stage();
    durations.push(`${name} ${formatDuration(Date.now() - from)}`);
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.failures.push(...tally.failures.map((failure) => `${name} › ${failure}`));
    if (tally.failed > 0) failedStages.push(name);
  }
}

try {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  await step('database client', () => generateClient());
  // A unit test runs the Python program that queries a GPU, and the LTI platform of the tests is written in it.
  if (spawnSync('python3', ['-c', 'import ensurepip, venv']).status !== 0)
    await step('Python', (report) => installPackages(['python3', 'python3-venv'], report));
  // Tests of releases sign with ssh-keygen and run what load.sh prints.
  if (spawnSync('ssh', ['-V']).status !== 0 || spawnSync('openssl', ['version']).status !== 0)
    await step('OpenSSH and OpenSSL', (report) => installPackages(['openssh-client', 'openssl'], report));
  sideBySide = true;
  await Promise.all([needsEngine ? engine() : undefined, ...parallel.map(runStages)]);
  sideBySide = false;
  await runStages(exclusive);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof NoSandboxes) console.error(`To fix it:  ${error.command}`);
  total.failed += 1;
  failedStages.push('set-up');
} finally {
  await cleanUps.run();
  await giveToOwner();
}
console.log(`\n${durations.join(', ')}`);
for (const failure of total.failures) console.log(`failed: ${failure}`);
console.log(
  `\n${formatDuration(Date.now() - started)}${failedStages.length > 0 ? `; failed: ${failedStages.join(', ')}` : ''}`,
);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
