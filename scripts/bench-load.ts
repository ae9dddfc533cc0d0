/**
 * `npm run bench:load [-- --learners 1,4,16 --record]`: many learners at once through the site, beside what the engines do with no platform
 * around them. Prints a table; `--record` writes docs/results/load.md and load.svg. Run it on a machine that does nothing else.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readRunnerEnv } from '../sandbox-runner/src/env.ts';
import { growthPicture } from './bench/growth-picture.ts';
import { load, type Load, type Timed } from './bench/learner.ts';
import { percentile } from './bench/percentiles.ts';
import { rawPerMinute } from './bench/raw-throughput.ts';
import { CleanUps } from './clean-ups.ts';
import { prepareEngine, root, startStack } from './stack.ts';
import { onStopRequest } from './stop-request.ts';

const { values } = parseArgs({ options: { learners: { type: 'string', default: '1,4,16,64,128' }, record: { type: 'boolean', default: false } } });
const counts = values.learners.split(',').map(Number);
if (counts.some((count) => !Number.isInteger(count) || count < 1)) throw new Error(`--learners ${values.learners} is not a list of whole numbers`);

const exercise = 'non-root';
/** Runs in every way and does not pass: nothing is confirmed in the background, so that both sides do the same. */
const variant = 'wrong/chown-after-copy';
/** All come within a few seconds, as a class does when it is told to. */
const arrival = { withinMs: 5_000, thinkMs: 5_000 };
const rawRounds = 3;

const dataDir = process.env.DATA_DIR ?? join(root, '.data');
process.env.DATA_DIR = dataDir;
// The queue must hold all of them.
process.env.RUN_QUEUE_MAX = String(2 * Math.max(...counts));
const env = readRunnerEnv();
const dockerfile = await readFile(join(root, 'content/exercises', exercise, variant, 'Dockerfile'), 'utf8');
const loadBefore = loadavg()[0]!;

const cleanUps = new CleanUps();
onStopRequest(() => cleanUps.run());
const stateDir = await mkdtemp(join(dataDir, 'bench-'));
try {
  await prepareEngine(dataDir, cleanUps);
  const raw = await rawPerMinute(env, exercise, dockerfile, rawRounds);
  console.log(`  ${env.SANDBOX_MAX} engines alone: ${raw.toFixed(1)} verdicts' worth a minute`);
  const { url } = await startStack(cleanUps, { dataDir, stateDir, port: 3700 });
  const loads: Load[] = [];
  for (const count of counts) {
    const measured = await load(url, exercise, dockerfile, count, arrival);
    loads.push(measured);
    console.log(`  ${rowOf(measured, raw)}`);
  }
  if (values.record) {
    await writeFile(join(root, 'docs/results/load.md'), page(loads, raw));
    await writeFile(join(root, 'docs/results/load.svg'), picture(loads));
  }
} finally {
  await cleanUps.run();
  await rm(stateDir, { recursive: true, force: true });
}

function perMinute({ first, edited, wallMs }: Load): number {
  return ((first.length + edited.length) * 60_000) / wallMs;
}

function rowOf(measured: Load, raw: number): string {
  const { first, edited, learners } = measured;
  const cells = [p(first, 'firstLogMs'), p(edited, 'firstLogMs'), p(first, 'verdictMs'), p(edited, 'verdictMs'), p([...first, ...edited], 'queuedMs')];
  return `| ${learners} | ${cells.join(' | ')} | ${perMinute(measured).toFixed(1)} | ${(perMinute(measured) / raw).toFixed(2)} |`;
}

/** `p50 / p95` in seconds. */
function p(timed: readonly Timed[], name: 'firstLogMs' | 'verdictMs' | 'queuedMs'): string {
  const samples = timed.flatMap((each) => each[name] ?? []);
  return samples.length === 0 ? 'none' : `${seconds(percentile(samples, 0.5))} / ${seconds(percentile(samples, 0.95))}`;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(ms < 10_000 ? 2 : 1);
}

function page(loads: readonly Load[], raw: number): string {
  return `# Many learners at once

Made by \`npm run bench:load -- --record\`, on ${availableParallelism()} processors and ${Math.round(totalmem() / 2 ** 30)} GiB with a load of ${loadBefore.toFixed(1)} before; ${env.SANDBOX_MAX} sandboxes at most, as by default.

Learners come within ${arrival.withinMs / 1_000} s. Each hands in a Dockerfile of *${exercise}* (a first build, two replays, two containers), reads the verdict, thinks for
${arrival.thinkMs / 1_000} s, edits the last line and hands in again. Times are in seconds from handing in, median / 95th percentile. The engines alone, ${env.SANDBOX_MAX} side by side
and started before, do the builds and containers of ${raw.toFixed(1)} such verdicts a minute with nothing around them; the last column is the site's share of that.

| learners | first log, first build | first log, after the edit | verdict, first build | verdict, after the edit | of it in the queue | verdicts a minute | of the engines alone |
|---|---|---|---|---|---|---|---|
${loads.map((measured) => rowOf(measured, raw)).join('\n')}

![Times by number of learners, both axes logarithmic](load.svg)
`;
}

function picture(loads: readonly Load[]): string {
  const p95 = (of: (measured: Load) => Timed[], name: 'firstLogMs' | 'verdictMs') => loads.map((measured) => percentile(of(measured).flatMap((each) => each[name] ?? []), 0.95) / 1_000);
  return growthPicture(counts, [
    { name: 'verdict, first build', seconds: p95(({ first }) => first, 'verdictMs') },
    { name: 'verdict, after the edit', seconds: p95(({ edited }) => edited, 'verdictMs') },
    { name: 'first log, first build', seconds: p95(({ first }) => first, 'firstLogMs') },
    { name: 'first log, after the edit', seconds: p95(({ edited }) => edited, 'firstLogMs') },
  ]);
}
