/**
 * `npm run test:endurance [-- --runs N --steps N --at-once N --record]`: executes many runs of correct
 * submissions, some cancelled half-way, and counts how many were graded in full and what they left on the
 * host. Exits with 1 if any was not graded in full, or if anything is left. `--steps` is the number of RUN
 * steps that every build executes, `--at-once` the number of parallel runs. `--record` writes
 * docs/results/endurance.md. Use a separate DATA_DIR and SANDBOX_UID_BASE if others work on the machine.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ResultDocument } from '@dfm/contracts';
import { CleanUps } from '../../launcher/clean-ups.ts';
import { prepareEngine } from '../../launcher/sandboxes.ts';
import { root } from '../../launcher/stack.ts';
import { onStopRequest } from '../../launcher/stop-request.ts';
import { readRunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { executeRun } from '../../sandbox-runner/src/runs/run.ts';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/create-pool.ts';
import { exercise, filesWith, good } from '../../sandbox-runner/test/tiny-service.ts';
import { leftBehind, type LeftBehind } from './left-behind.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    steps: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '2' },
    record: { type: 'boolean', default: false },
  },
});
const [runs, steps, atOnce] = [positiveInteger('runs'), positiveInteger('steps'), positiveInteger('at-once')];

/**
 * As many learners as parallel runs return repeatedly, each to their own sandbox. Every `guestEvery` runs, a
 * guest comes once, and a kept sandbox is removed to make room.
 */
const learners = atOnce;
const guestEvery = 20;
/** Every `every` runs, one is cancelled after `minMs` to `maxMs`, in any phase. */
const cancelled = { every: 25, minMs: 200, maxMs: 6_000 };

const dataDir = process.env.DATA_DIR ?? join(root, '.data');
process.env.DATA_DIR = dataDir;
const env = { ...readRunnerEnv(), SANDBOX_WARM: 1, SANDBOX_MAX: atOnce + 1 };
const cleanUps = new CleanUps();
/** When aborted, the current runs continue to their end, and the remains are still reported. */
const stopped = new AbortController();
onStopRequest(async () => stopped.abort());
await prepareEngine(dataDir, cleanUps);
const outcomes = new Map<string, number>();
const gradedInFull = 'graded in full';
const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);

// A warm-up before the first count, because things that are created once, such as files of the shelf's server, are not
// leaks.
await many(2);
outcomes.clear();
const before = await leftBehind(env);
const startedAt = performance.now();
const grewMb = await many(runs);
const minutes = (performance.now() - startedAt) / 60_000;
const after = await settled(before);
const left = Object.entries(after).filter(([name, number]) => number !== before[name as keyof LeftBehind]);
const done = [...outcomes.values()].reduce((sum, number) => sum + number, 0);
const full = outcomes.get(gradedInFull) ?? 0;
const wrong = done - full - (outcomes.get('cancelled') ?? 0);
const table = `| what | before | after ${done} runs |\n|---|---|---|\n${Object.entries(before)
  .map(([name, number]) => `| ${name} | ${number} | ${after[name as keyof LeftBehind]} |`)
  .join('\n')}`;
const ended = [...outcomes].map(([outcome, number]) => `${number} ${outcome}`).join(', ');
console.log(
  `${table}\n\n${minutes.toFixed(1)} min; ${ended}; the runner grew by ${grewMb} MB\n${done} runs, ${full} graded in full, ${wrong} wrong`,
);
if (values.record && !stopped.signal.aborted) {
  await mkdir(join(root, 'docs/results'), { recursive: true });
  await writeFile(
    join(root, 'docs/results/endurance.md'),
    `# What many runs leave behind

Made by \`npm run test:endurance -- --runs ${runs} --steps ${steps} --at-once ${atOnce} --record\` on ${availableParallelism()} processors: ${runs} runs of
a small service whose build executes ${steps} RUN ${steps === 1 ? 'step' : 'steps'}, ${atOnce} at a time. ${learners} learners return repeatedly; every ${guestEvery}th run
is by a learner who comes only once. There are at most ${env.SANDBOX_MAX} sandboxes. Every ${cancelled.every}th run was cancelled at some
point. It took ${minutes.toFixed(1)} min: ${ended}, ${wrong} wrong. The process that executed the runs grew by
${grewMb} MB.

${table}

Counted before the first and after the last run, with the pool closed: containers, mounts, loop devices,
files, processes and keyrings of these sandboxes, by their data folder and their UIDs; volumes, networks and
images of the whole engine.
`,
  );
}
await cleanUps.run();
process.exit(left.length === 0 && wrong === 0 ? 0 : 1);

function positiveInteger(name: 'runs' | 'steps' | 'at-once'): number {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${name} ${values[name]} is not a positive whole number`);
  return number;
}

/** @returns the growth of this process in MB */
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

/** The same service with RUN steps that no earlier build had. */
function submission(runId: string): string {
  const own = Array.from({ length: steps }, (_, step) => `RUN echo ${runId}-${step} > step-${step}.txt\n`);
  return good.replace('COPY', `${own.join('')}COPY`);
}

/** Whether every check passed and every step of its own was executed. */
function isGradedInFull({ status, score, cold }: ResultDocument, runId: string): boolean {
  const executed = cold?.steps.filter(({ name, cached }) => name.includes(runId) && !cached) ?? [];
  return status === 'graded' && score === 100 && executed.length === steps;
}

async function one(pool: Awaited<ReturnType<typeof createSandboxPool>>, n: number): Promise<void> {
  const runId = `endurance-${process.pid}-${n}`;
  const abort = new AbortController();
  const { every, minMs, maxMs } = cancelled;
  // Spread over the complete run, and the same in every repetition.
  const timer =
    n % every === every - 1
      ? setTimeout(() => abort.abort(new Error('cancelled')), minMs + ((n * 7_919) % (maxMs - minMs)))
      : undefined;
  try {
    const result = await executeRun(
      {
        runId,
        learnerKey: n % guestEvery === guestEvery - 1 ? `guest-${n}` : `learner-${n % learners}`,
        exercise,
        files: filesWith(submission(runId)),
      },
      {
        pool,
        limits: env,
        gpus: undefined,
        onEvent: () => {},
        onFault: (error) => console.error(error),
        signal: abort.signal,
      },
    );
    const inFull = isGradedInFull(result, runId);
    count(inFull ? gradedInFull : `${result.status} with ${result.score} points`);
    // A fault that a retry resolved is in the notices.
    if (!inFull || result.notices.some((notice) => notice.includes('because of an error in our runner')))
      console.log(`  run ${n}: ${JSON.stringify({ ...result, cold: undefined, image: undefined })}`);
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    count('cancelled');
  } finally {
    clearTimeout(timer);
  }
}

/** Waits, because the kernel removes loop devices and key users a moment after their last use. */
async function settled(expected: LeftBehind): Promise<LeftBehind> {
  for (let tries = 0; ; tries++) {
    const now = await leftBehind(env);
    if (
      tries === 60 ||
      Object.entries(now).every(([name, number]) => number === expected[name as keyof LeftBehind])
    )
      return now;
    await delay(1_000);
  }
}
