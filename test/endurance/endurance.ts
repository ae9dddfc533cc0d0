/**
 * `npm run test:endurance [-- --runs N --record]`: many runs in a row, some cancelled half-way, then what they left on the host. Ends
 * with 1 where anything is left. `--record` writes docs/results/endurance.md. Give it a DATA_DIR and a SANDBOX_UID_BASE of its own where
 * others work on the machine.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readRunnerEnv } from '../../sandbox-runner/src/env.ts';
import { executeRun } from '../../sandbox-runner/src/runs/run.ts';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/pool.ts';
import { exercise, filesWith, good } from '../../sandbox-runner/test/tiny-service.ts';
import { CleanUps } from '../../scripts/clean-ups.ts';
import { leftBehind, type LeftBehind } from './left-behind.ts';
import { prepareEngine, root } from '../../scripts/stack.ts';
import { onStopRequest } from '../../scripts/stop-request.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' }, record: { type: 'boolean', default: false } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs} is not a whole number of at least 1`);

/** Two learners come again and again, each to their own sandbox; every so many runs a guest comes once, and one that was kept makes room. */
const learners = 2;
const guestEvery = 20;
const atOnce = 2;
/** Every so many runs one is cancelled after so long, at whatever it is then. */
const cancelled = { every: 25, leastMs: 200, mostMs: 6_000 };

const dataDir = process.env.DATA_DIR ?? join(root, '.data');
process.env.DATA_DIR = dataDir;
const env = { ...readRunnerEnv(), SANDBOX_WARM: 1, SANDBOX_MAX: 3 };
const cleanUps = new CleanUps();
/** The runs at work go on to their end, and what is left is told all the same. */
const stopped = new AbortController();
onStopRequest(async () => stopped.abort());
await prepareEngine(dataDir, cleanUps);
const files = filesWith(good);
const outcomes = new Map<string, number>();
const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);

// Once before the first count: what is made once for good, such as files of the shelf's server, is no leak.
await many(2);
outcomes.clear();
const before = await leftBehind(env);
const startedAt = performance.now();
const grewMb = await many(runs);
const minutes = (performance.now() - startedAt) / 60_000;
const after = await settled(before);
const left = Object.entries(after).filter(([name, number]) => number !== before[name as keyof LeftBehind]);
const done = [...outcomes.values()].reduce((sum, number) => sum + number, 0);
const table = `| what | before | after ${done} runs |\n|---|---|---|\n${Object.entries(before).map(([name, number]) => `| ${name} | ${number} | ${after[name as keyof LeftBehind]} |`).join('\n')}`;
const ended = [...outcomes].map(([outcome, number]) => `${number} ${outcome}`).join(', ');
console.log(`${table}\n\n${minutes.toFixed(1)} min; ${ended}; the runner grew by ${grewMb} MB`);
if (values.record && !stopped.signal.aborted) {
  await mkdir(join(root, 'docs/results'), { recursive: true });
  await writeFile(join(root, 'docs/results/endurance.md'), `# What many runs leave behind

Made by \`npm run test:endurance -- --runs ${runs} --record\` on ${availableParallelism()} processors: ${runs} runs of a small service, ${atOnce} at a time, by ${learners} learners who come again and again, and every ${guestEvery}th by one who comes once;
there are ${env.SANDBOX_MAX} sandboxes at most. Every ${cancelled.every}th run was cancelled at some moment of its work. ${minutes.toFixed(0)} min; ${ended}. The process that ran them grew by ${grewMb} MB.

${table}

Counted before the first and after the last run, with the pool closed: containers, mounts, loop devices, files, processes and keyrings of
these sandboxes, by their data folder and their UIDs; volumes, networks and images of the whole engine.
`);
}
await cleanUps.run();
process.exit(left.length === 0 ? 0 : 1);

/** @returns by how much this process grew, in MB */
async function many(number: number): Promise<number> {
  const pool = await createSandboxPool(env, (error) => console.error(error));
  const rssBefore = process.memoryUsage.rss();
  let next = 0;
  const worker = async () => {
    while (next < number && !stopped.signal.aborted) {
      const n = next++;
      await one(pool, n);
      if ((n + 1) % 50 === 0) console.log(`  ${n + 1} of ${number}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
    return Math.round((process.memoryUsage.rss() - rssBefore) / 2 ** 20);
  } finally {
    await pool.close();
  }
}

async function one(pool: Awaited<ReturnType<typeof createSandboxPool>>, n: number): Promise<void> {
  const abort = new AbortController();
  const { every, leastMs, mostMs } = cancelled;
  // Spread over the whole of a run, and the same in every repetition.
  const timer = n % every === every - 1 ? setTimeout(() => abort.abort(new Error('cancelled')), leastMs + ((n * 7_919) % (mostMs - leastMs))) : undefined;
  try {
    const result = await executeRun({ runId: `endurance-${process.pid}-${n}`, learnerKey: n % guestEvery === guestEvery - 1 ? `guest-${n}` : `learner-${n % learners}`, exercise, files }, { pool, limits: env, gpus: undefined, onEvent: () => {}, onFault: (error) => console.error(error), signal: abort.signal });
    count(result.status);
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    count('cancelled');
  } finally {
    clearTimeout(timer);
  }
}

/** The kernel takes loop devices and key users away a moment after their last use. */
async function settled(wanted: LeftBehind): Promise<LeftBehind> {
  for (let tries = 0; ; tries++) {
    const now = await leftBehind(env);
    if (tries === 60 || Object.entries(now).every(([name, number]) => number === wanted[name as keyof LeftBehind])) return now;
    await delay(1_000);
  }
}
