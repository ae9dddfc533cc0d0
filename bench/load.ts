/**
 * `npm run bench:load [-- --learners 1,4,16 --class 4,8 --record]`: measures many learners using the site at
 * once, compared with the engines alone; a class at work; and the memory of sandboxes. Prints tables;
 * `--record` writes docs/results/load.md and load.svg. Takes about half an hour; run it on an otherwise idle
 * machine. `--start 16` only measures how long a class of 16 that starts at the same moment waits for its
 * first verdicts, and writes `<DATA_DIR>/bench/load.json`.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatDuration } from '@dfm/contracts/quantity';
import { CleanUps } from '../launcher/clean-ups.ts';
import { prepareEngine } from '../launcher/sandboxes.ts';
import { root, startStack } from '../launcher/stack.ts';
import { onStopRequest } from '../launcher/stop-request.ts';
import { readRunnerEnv } from '../sandbox-runner/src/config/env.ts';
import { classHours, type ClassHour } from './measures/classroom.ts';
import { growthPicture } from './measures/growth-picture.ts';
import { Learner, type Timed } from './measures/learner.ts';
import { load, type Load } from './measures/load.ts';
import { percentile } from './measures/percentiles.ts';
import { type RawRates, type RawWork, rawRates, rawWorkOf } from './measures/raw-throughput.ts';
import { sandboxMemory, type SandboxMemory } from './measures/sandbox-memory.ts';
import { secondsCell } from './table-cells.ts';

const { values } = parseArgs({
  options: {
    learners: { type: 'string', default: '1,4,16,64,128' },
    class: { type: 'string', default: '4,8,16' },
    record: { type: 'boolean', default: false },
    start: { type: 'string' },
  },
});
const counts = numbersOf('learners');
const classes = numbersOf('class');
const starting = values.start === undefined ? undefined : positiveInteger(values.start, 'start');

const exercise = 'non-root';
/**
 * Runs completely but does not pass, so no confirmation run starts in the background and both sides do the
 * same work.
 */
const variant = 'wrong/chown-after-copy';
/** All learners arrive within a few seconds, like a class that has just been told to start. */
const arrival = { withinMs: 5_000, thinkMs: 5_000, timeoutMs: 3 * 60_000 };
/** With `--start`, learners stop waiting after this time. */
const startTimeoutMs = 10 * 60_000;
const classMinutes = 2;
const rawRounds = 3;
const sandboxesSideBySide = 8;

const dataDir = process.env.DATA_DIR ?? join(root, '.data');
process.env.DATA_DIR = dataDir;
// The queue must have room for all of them.
process.env.RUN_QUEUE_MAX = String(2 * Math.max(...counts, ...classes, starting ?? 0));
const env = readRunnerEnv();
const dockerfile = await readFile(join(root, 'content/exercises', exercise, variant, 'Dockerfile'), 'utf8');
const loadBefore = loadavg()[0]!;

const cleanUps = new CleanUps();
onStopRequest(() => cleanUps.run());
const stateDir = await mkdtemp(join(dataDir, 'bench-'));
await cleanUps.add(() => rm(stateDir, { recursive: true, force: true }));
try {
  await prepareEngine(dataDir, cleanUps);
  const work = await rawWorkOf(exercise, dockerfile);
  if (starting === undefined) await measureAll(work);
  else await start(starting, work);
} finally {
  await cleanUps.run();
}

async function measureAll(work: RawWork): Promise<void> {
  const memory = await sandboxMemory(env, sandboxesSideBySide, async (sandbox) => {
    await work.first(sandbox, 'memory');
    await work.edited(sandbox, 'memory');
  });
  console.log(`  ${memoryRow(memory)}`);
  const raw = await rawRates(env, work, rawRounds);
  console.log(`  ${env.RUNS_AT_ONCE} engines alone: ${rates(raw)} per minute`);
  const url = await startedSite();
  const loads: Load[] = [];
  for (const count of counts) {
    const measured = await load({ url, exercise, dockerfile }, count, arrival);
    loads.push(measured);
    console.log(`  ${loadRow(measured, raw)}`);
  }
  const hours = await classHours({ url, exercise, dockerfile }, classes, classMinutes);
  for (const hour of hours) console.log(`  ${classRow(hour)}`);
  if (values.record) {
    await writeFile(join(root, 'docs/results/load.md'), page(memory, raw, loads, hours));
    await writeFile(join(root, 'docs/results/load.svg'), picture(loads));
  }
}

/**
 * A class in which everyone submits the starter at the same moment. The engines alone build everything; the
 * class has prebuilt layers.
 */
async function start(learners: number, work: RawWork): Promise<void> {
  const url = await startedSite();
  const starter = await readFile(join(root, 'content/exercises', exercise, 'starter/Dockerfile'), 'utf8');
  const began = performance.now();
  const deadline = AbortSignal.timeout(startTimeoutMs);
  const first = await Promise.all(
    Array.from({ length: learners }, (_, n) =>
      new Learner(url).submit(exercise, { Dockerfile: `${starter}# ${n}\n` }, deadline),
    ),
  );
  const wallMs = performance.now() - began;
  console.log(`  ${gradedCount(first)} of ${learners} graded in ${formatDuration(wallMs)}`);
  const raw = await rawRates(env, work, rawRounds);
  const result = {
    learners,
    judged: gradedCount(first),
    allJudgedMs: gradedCount(first) === learners ? Math.round(wallMs) : null,
    engineShare: Number(shareOfRaw({ learners, first, edited: [], wallMs }, raw).toFixed(2)),
    loadBefore,
  };
  const folder = join(dataDir, 'bench');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'load.json'), `${JSON.stringify(result, null, 2)}\n`);
  console.log(JSON.stringify(result, null, 2));
}

async function startedSite(): Promise<string> {
  // All learners share this machine's address, so the limits per network must not apply.
  for (const limit of [
    'LEARNERS_PER_NETWORK_PER_HOUR',
    'SUBMISSIONS_PER_NETWORK_PER_HOUR',
    'QUEUED_RUNS_PER_NETWORK',
    'STORED_MB_PER_NETWORK',
  ])
    process.env[limit] ??= '1000000';
  const { url, prepared } = await startStack(cleanUps, { dataDir, stateDir, port: 3700 });
  await prepared;
  return url;
}

function positiveInteger(text: string, name: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${name} ${text} is not a positive whole number`);
  return number;
}

function numbersOf(name: 'learners' | 'class'): number[] {
  return values[name].split(',').map((text) => positiveInteger(text, name));
}

function gradedCount(timed: readonly Timed[]): number {
  return timed.filter(({ verdictMs }) => verdictMs < Infinity).length;
}

/** The time that the engines alone need for the same work, divided by the measured time. */
function shareOfRaw({ first, edited, wallMs }: Load, raw: RawRates): number {
  return ((gradedCount(first) / raw.first + gradedCount(edited) / raw.edited) * 60_000) / wallMs;
}

function rates({ first, edited }: RawRates): string {
  return `${first.toFixed(1)} first or ${edited.toFixed(1)} edited submissions`;
}

function loadRow(measured: Load, raw: RawRates): string {
  const { first, edited, learners, wallMs } = measured;
  const perMinute = ((gradedCount(first) + gradedCount(edited)) * 60_000) / wallMs;
  const cells = [
    p(first, 'firstLogMs'),
    p(edited, 'firstLogMs'),
    p(first, 'verdictMs'),
    p(edited, 'verdictMs'),
    p([...first, ...edited], 'queuedMs'),
  ];
  return `| ${learners} | ${cells.join(' | ')} | ${gradedCount(first)} and ${gradedCount(edited)} | ${perMinute.toFixed(1)} | ${shareOfRaw(measured, raw).toFixed(2)} |`;
}

function classRow({ learners, edits }: ClassHour): string {
  return `| ${learners} | ${p(edits, 'firstLogMs')} | ${p(edits, 'verdictMs')} | ${p(edits, 'queuedMs')} |`;
}

function memoryRow({ count, readyMib, busyMib, keptMib }: SandboxMemory): string {
  return `| ${count} | ${[readyMib, busyMib, keptMib].map((mib) => `${mib.toFixed(0)} MiB`).join(' | ')} |`;
}

/** `p50 / p95` in seconds. */
function p(timed: readonly Timed[], name: 'firstLogMs' | 'verdictMs' | 'queuedMs'): string {
  const samples = timed.map((each) => each[name]);
  const cell = (ms: number) => (ms === Infinity ? 'not yet' : secondsCell(ms));
  return `${cell(percentile(samples, 0.5))} / ${cell(percentile(samples, 0.95))}`;
}

function page(
  memory: SandboxMemory,
  raw: RawRates,
  loads: readonly Load[],
  hours: readonly ClassHour[],
): string {
  return `# Many learners at once

Made by \`npm run bench:load -- --record\` on ${availableParallelism()} processors and ${Math.round(totalmem() / 2 ** 30)} GiB, with a load of ${loadBefore.toFixed(1)} before. With the
defaults, at most ${env.RUNS_AT_ONCE} runs are executed at once, in at most ${env.SANDBOX_MAX} sandboxes. Times are in seconds from submitting,
median / 95th percentile. *First log* is the first line that a program printed. Cached steps print nothing, so
after an edit it comes from the started container.

## All at once

Learners arrive within ${formatDuration(arrival.withinMs)}. Each submits a Dockerfile for *${exercise}* (a first build, two replays, two
containers), reads the verdict, thinks for ${formatDuration(arrival.thinkMs)}, edits the last line and submits again. This is the worst
case: the file adds a user in its first step, so nothing comes from the course's layers, and every first build
installs all packages. For a class that starts with the unedited exercise, see [waiting.md](waiting.md).
Whatever has no verdict after ${formatDuration(arrival.timeoutMs)} is cancelled and shown as *not yet*. The engines alone, ${env.RUNS_AT_ONCE} in parallel and
already started, do the builds and containers of ${rates(raw)} per minute. The last
column divides the time that they would need for the graded submissions by the measured time. The rest is
starting sandboxes, reading and hashing every image, and grading.

| learners | first log, first build | first log, after the edit | verdict, first build | verdict, after the edit | time in the queue | graded, first and edited | verdicts per minute | share of the engines alone |
|---|---|---|---|---|---|---|---|---|
${loads.map((measured) => loadRow(measured, raw)).join('\n')}

![Times by number of learners, both axes logarithmic](load.svg)

## A class at work

Everyone has built before, has a sandbox, and submits an edit of the last line once a minute, evenly spread,
for ${classMinutes} minutes.

| learners | first log | verdict | time in the queue |
|---|---|---|---|
${hours.map(classRow).join('\n')}

## Memory of a sandbox

${memory.count} sandboxes in parallel, as on a node. Resident memory of the processes, with shared pages counted
proportionally: before anyone used the sandbox (mean of all), the peak while the engine does the work of two
verdicts, and afterwards while the sandbox is kept idle.

| sandboxes | ready | at work | kept |
|---|---|---|---|
${memoryRow(memory)}
`;
}

function picture(loads: readonly Load[]): string {
  const p95 = (of: (measured: Load) => Timed[], name: 'firstLogMs' | 'verdictMs') =>
    loads.map(
      (measured) =>
        percentile(
          of(measured).map((each) => each[name]),
          0.95,
        ) / 1_000,
    );
  return growthPicture(counts, [
    { name: 'verdict, first build', seconds: p95(({ first }) => first, 'verdictMs') },
    { name: 'verdict, after the edit', seconds: p95(({ edited }) => edited, 'verdictMs') },
    { name: 'first log, first build', seconds: p95(({ first }) => first, 'firstLogMs') },
    { name: 'first log, after the edit', seconds: p95(({ edited }) => edited, 'firstLogMs') },
  ]);
}
