/**
 * `npm run bench [-- --repetitions N]`: compares the time of a verdict with that of the raw engine, and
 * measures the times and memory of the parts. Prints the result as JSON and writes it to
 * `<DATA_DIR>/bench/verdict.json`. Run it on an otherwise idle machine.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CleanUps } from '../launcher/clean-ups.ts';
import { prepareEngine } from '../launcher/sandboxes.ts';
import { root, startStack } from '../launcher/stack.ts';
import { readRunnerEnv } from '../sandbox-runner/src/config/env.ts';
import { checkMs } from './measures/check-times.ts';
import { firstLogMs } from './measures/first-log.ts';
import { percentile } from './measures/percentiles.ts';
import { processTree, residentMib } from './measures/resident-memory.ts';
import { coldSandboxMs, pooledSandboxMs } from './measures/sandboxes.ts';
import { firstVerdictMs, verdictOverRaw, type Pair } from './measures/verdict-over-raw.ts';

const { values } = parseArgs({ options: { repetitions: { type: 'string', default: '10' } } });
const repetitions = Number(values.repetitions);
if (!Number.isInteger(repetitions) || repetitions < 1)
  throw new Error(`--repetitions ${values.repetitions} is not a positive whole number`);

const dataDir = process.env.DATA_DIR ?? join(root, '.data');
process.env.DATA_DIR = dataDir;
const env = readRunnerEnv();
const report = (text: string) => console.log(`  ${text}`);
const loadBefore = loadavg()[0] ?? 0;
const engine = new CleanUps();
await prepareEngine(dataDir, engine);
try {
  const verdicts = await verdictOverRaw(env, repetitions, report);
  const first = await firstVerdictMs(env, repetitions, 'course-layers');
  const firstWithoutLayers = await firstVerdictMs(env, Math.min(repetitions, 3), 'bases');
  report(`${repetitions} first verdicts of the starter`);
  const pooled = await pooledSandboxMs(env, repetitions);
  const coldSandboxes = await coldSandboxMs(env, repetitions);
  report(`sandboxes: ${repetitions} from the pool, ${repetitions} cold`);
  const site = await throughTheSite();
  const checks = await checkMs(repetitions * 10);

  const result = {
    repetitions,
    verdictOverRaw: { cold: ratio(verdicts.cold), edit: ratio(verdicts.edit) },
    /** For the unedited starter of sklearn-service, in a new sandbox. */
    firstVerdictMs: p50p95(first),
    firstVerdictWithoutLayersMs: p50p95(firstWithoutLayers),
    /** For its solution: in a new sandbox, and after an edit of its source. */
    coldVerdictMs: p50p95(verdicts.cold.map((pair) => pair.verdictMs)),
    editVerdictMs: p50p95(verdicts.edit.map((pair) => pair.verdictMs)),
    sandboxMs: { pool: p50p95(pooled.ms), cold: p50p95(coldSandboxes) },
    firstLogMs: p50p95(site.firstLog),
    checkMs: { p50: round(percentile(checks, 0.5)), p99: round(percentile(checks, 0.99)) },
    memoryMb: { ...site.memoryMb, idleSandbox: round(percentile(pooled.idleMib, 0.5)) },
    machine: { cores: availableParallelism(), loadBefore: round(loadBefore), node: process.version },
  };
  const folder = join(dataDir, 'bench');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'verdict.json'), `${JSON.stringify(result, null, 2)}\n`);
  console.log(JSON.stringify(result, null, 2));
} finally {
  await engine.run();
}

/** Time to the first line of a log in a browser, and the memory of the services after that. */
async function throughTheSite(): Promise<{
  firstLog: number[];
  memoryMb: { site: number; runner: number; database: number };
}> {
  const stateDir = await mkdtemp(join(dataDir, 'bench-'));
  try {
    const services = new CleanUps();
    const stack = await startStack(services, { dataDir, stateDir, port: 3600 });
    await stack.prepared;
    try {
      const firstLog = await firstLogMs(stack.url, env, repetitions);
      const memoryOf = async (pidFile: string) =>
        round(
          await residentMib(
            await processTree(Number.parseInt(await readFile(join(stateDir, pidFile), 'utf8'), 10)),
          ),
        );
      const [siteMb, runner, database] = await Promise.all([
        memoryOf('logs/site.pid'),
        memoryOf('logs/runner.pid'),
        memoryOf('postgres/postmaster.pid'),
      ]);
      return { firstLog, memoryMb: { site: siteMb, runner, database } };
    } finally {
      await services.run();
    }
  } finally {
    await rm(stateDir, { recursive: true, force: true });
  }
}

/** The median of the ratios of the pairs, because both halves of a pair ran under about the same load. */
function ratio(pairs: readonly Pair[]): number {
  return round(
    percentile(
      pairs.map(({ verdictMs, rawMs }) => verdictMs / rawMs),
      0.5,
    ),
  );
}

function p50p95(samples: readonly number[]): { p50: number; p95: number } {
  return { p50: round(percentile(samples, 0.5)), p95: round(percentile(samples, 0.95)) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
