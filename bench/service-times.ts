/**
 * `npm run bench:service-times [-- --levels 1,2,3 --attempts 6 --record]`: measures what a run needs, alone
 * and with others, then lets classes work as `bench:load` does, and compares their times with those that the
 * simulation of `npm run plan` predicts from the first part. `--record` writes bench/planning/measured.json
 * and docs/results/plan.md. Takes about a quarter of an hour; run it on an otherwise idle machine.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { Client } from 'pg';
import { CleanUps } from '../launcher/clean-ups.ts';
import { prepareEngine } from '../launcher/sandboxes.ts';
import { root, startStack } from '../launcher/stack.ts';
import { onStopRequest } from '../launcher/stop-request.ts';
import { readRunnerEnv } from '../sandbox-runner/src/config/env.ts';
import { classHours } from './measures/classroom.ts';
import { Learner, type Timed } from './measures/learner.ts';
import { load } from './measures/load.ts';
import { processTree, residentMib } from './measures/resident-memory.ts';
import { stackProcesses, usedProcessors } from './measures/used-processors.ts';
import { checkPage, type CheckedClass } from './planning/check-page.ts';
import { type LoadClass, thinkSeconds, withinSeconds } from './planning/check.ts';
import { type Batch, type Measured, readMeasured, writeMeasured } from './planning/service-times.ts';

const { values } = parseArgs({
  options: {
    record: { type: 'boolean', default: false },
    /** How many runs are executed at the same time. */
    levels: { type: 'string', default: '1,2,3' },
    attempts: { type: 'string', default: '6' },
  },
});
const exercise = 'non-root';
/** Needs all packages, and does not pass, so that no confirmation run starts. */
const installing = 'wrong/chown-after-copy';
const timeoutMs = 20 * 60_000;
/**
 * A batch during which other programs use more processors than this is repeated, and the calmest one counts.
 * Kernel and engine use 0.23 for the batches that install packages.
 */
const calmCores = 0.3;
const attemptsMax = Number(values.attempts);
const run = promisify(execFile);

const dataDir = process.env.DATA_DIR ?? join(root, '.data');
process.env.DATA_DIR = dataDir;
// All learners share this machine's address, so the limits per network must not apply.
for (const limit of [
  'LEARNERS_PER_NETWORK_PER_HOUR',
  'SUBMISSIONS_PER_NETWORK_PER_HOUR',
  'QUEUED_RUNS_PER_NETWORK',
  'STORED_MB_PER_NETWORK',
])
  process.env[limit] = '1000000';
const env = readRunnerEnv();
const levels = values.levels.split(',').map(Number);
if (levels.some((level) => !(level >= 1 && level <= env.RUNS_AT_ONCE)))
  throw new Error(`--levels ${values.levels}: from 1 to RUNS_AT_ONCE, which is ${env.RUNS_AT_ONCE}`);
const starterFile = await dockerfileOf('starter');
const installingFile = await dockerfileOf(installing);
let submissions = 0;

const cleanUps = new CleanUps();
onStopRequest(() => cleanUps.run());
const stateDir = await mkdtemp(join(dataDir, 'bench-'));
await cleanUps.add(() => rm(stateDir, { recursive: true, force: true }));
try {
  await prepareEngine(dataDir, cleanUps);
  // As long as there are no sandboxes, their disks are only the templates.
  const disk = {
    shelf: await megabytesOf(join(dataDir, 'shelf')),
    templates: await megabytesOf(join(dataDir, 'sandboxes')),
  };
  const { url, databaseUrl, prepared } = await startStack(cleanUps, { dataDir, stateDir, port: 3710 });
  await prepared;
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  await cleanUps.add(() => database.end());
  const measured = await measure(url, database, disk);
  console.log(JSON.stringify(measured, undefined, 2));
  if (values.record) await writeMeasured(measured);
  const page = checkPage(measured, await compare(url));
  console.log(page);
  if (values.record) await writeFile(join(root, 'docs/results/plan.md'), page);
} finally {
  await cleanUps.run();
}

async function measure(
  url: string,
  database: Client,
  disk: Pick<Measured['diskMb'], 'shelf' | 'templates'>,
): Promise<Measured> {
  const batches: Measured['batches'] = { starter: [], install: [], edit: [] };
  // The first run of a runner reads layers that it has not seen yet.
  await submit(new Learner(url), starterFile);
  await submit(new Learner(url), installingFile);
  const processes = await stackProcesses(stateDir);
  const before = { bytes: await databaseBytes(database), submissions };
  for (const atOnce of levels) {
    const learners: Learner[] = [];
    const starts = () => {
      learners.push(new Learner(url));
      return submit(learners.at(-1)!, starterFile);
    };
    batches.starter.push(await calmBatch(atOnce, 2, starts));
    batches.edit.push(await calmBatch(atOnce, 4, (index) => submit(learners.at(-1 - index)!, starterFile)));
    batches.install.push(
      await calmBatch(atOnce, atOnce === 1 ? 2 : 1, () => submit(new Learner(url), installingFile)),
    );
  }
  const grown = (await databaseBytes(database)) - before.bytes;
  const { site, runner, database: databasePid } = processes;
  const memory = async (pid: number) => Math.round(await residentMib(await processTree(pid)));
  return {
    day: new Date().toISOString().slice(0, 10),
    machine: {
      processor: cpus()[0]!.model,
      processors: cpus().length,
      memoryGib: Math.round(totalmem() / 2 ** 30),
    },
    exercise,
    batches,
    // Not measured here.
    waitingPages: (await readMeasured()).waitingPages,
    memoryMib: {
      runner: await memory(runner),
      site: await memory(site),
      database: await memory(databasePid),
    },
    diskMb: {
      ...disk,
      run: rounded(grown / 1e6 / (submissions - before.submissions)),
    },
  };
}

/** Repeats a batch until no other programs disturb it, or it has been tried often enough. */
async function calmBatch(...of: Parameters<typeof batch>): Promise<Batch> {
  let calmest = await batch(...of);
  for (let attempt = 1; attempt < attemptsMax && calmest.otherCores > calmCores; attempt++) {
    const next = await batch(...of);
    if (next.otherCores < calmest.otherCores) calmest = next;
  }
  return calmest;
}

/**
 * Lets `atOnce` learners submit at the same time, each `rounds` times, and again as soon as they have a
 * verdict.
 *
 * @param submitOf submits for the learner with this index
 */
async function batch(
  atOnce: number,
  rounds: number,
  submitOf: (index: number) => Promise<number>,
): Promise<Batch> {
  const { result, used } = await usedProcessors(await stackProcesses(stateDir), () =>
    Promise.all(
      Array.from({ length: atOnce }, async (_, index) => {
        const own: number[] = [];
        for (let round = 0; round < rounds; round++) own.push(await submitOf(index));
        return own;
      }),
    ),
  );
  const verdictSeconds = result.flat().map(rounded);
  const measured = {
    source: 'bench:service-times',
    atOnce,
    verdictSeconds,
    nodeCoreSeconds: rounded(used.node / verdictSeconds.length),
    siteCoreSeconds: rounded(used.site / verdictSeconds.length),
    otherCores: rounded(used.otherCores),
  };
  console.log(`  ${JSON.stringify(measured)}`);
  return measured;
}

async function compare(url: string): Promise<CheckedClass[]> {
  const classes: CheckedClass[] = [];
  const processes = await stackProcesses(stateDir);
  const check = async (of: LoadClass, work: () => Promise<Partial<Record<'first' | 'later', number[]>>>) => {
    const { result, used } = await usedProcessors(processes, work);
    for (const which of ['first', 'later'] as const) {
      const verdictSeconds = result[which];
      if (verdictSeconds === undefined) continue;
      classes.push({ of, which, verdictSeconds, otherCores: used.otherCores });
      console.log(`  ${of.kind} ${which}: ${verdictSeconds.map((time) => time.toFixed(1)).join(' ')}`);
    }
  };
  await check({ kind: 'start', learners: 16 }, async () => ({
    first: await Promise.all(Array.from({ length: 16 }, () => submit(new Learner(url), starterFile))),
  }));
  await check({ kind: 'twice', learners: 8 }, async () => {
    const arrival = { withinMs: withinSeconds * 1_000, thinkMs: thinkSeconds * 1_000, timeoutMs };
    const { first, edited } = await load({ url, exercise, dockerfile: installingFile }, 8, arrival);
    return { first: secondsOf(first), later: secondsOf(edited) };
  });
  await check({ kind: 'hour', learners: 8, minutes: 3 }, async () => {
    const [hour] = await classHours({ url, exercise, dockerfile: starterFile }, [8], 3);
    return { later: secondsOf(hour!.edits) };
  });
  return classes;
}

function secondsOf(timed: readonly Timed[]): number[] {
  return timed.map(({ verdictMs }) => verdictMs / 1_000);
}

/** Submits a file with a last line of its own. @returns the seconds to the verdict */
async function submit(learner: Learner, dockerfile: string): Promise<number> {
  const files = { Dockerfile: `${dockerfile}# ${submissions++}\n` };
  return (await learner.submit(exercise, files, AbortSignal.timeout(timeoutMs))).verdictMs / 1_000;
}

async function dockerfileOf(variant: string): Promise<string> {
  return readFile(join(root, 'content/exercises', exercise, variant, 'Dockerfile'), 'utf8');
}

async function databaseBytes(database: Client): Promise<number> {
  const { rows } = await database.query<{ bytes: string }>(
    'SELECT pg_database_size(current_database()) AS bytes',
  );
  return Number(rows[0]!.bytes);
}

async function megabytesOf(path: string): Promise<number> {
  const { stdout } = await run('du', ['-s', '--one-file-system', '--block-size=1000000', path]);
  return Number.parseInt(stdout, 10);
}

function rounded(number: number): number {
  return Number(number.toFixed(3));
}
