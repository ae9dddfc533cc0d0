import type { RunnerInfo } from '@dfm/contracts';
import { db } from '../../lib/db/client.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { claim } from '../../lib/runs/claim.ts';
import { finish, heartbeat, report } from '../../lib/runs/report.ts';
import { resultWithoutExercise } from '../../lib/runs/result-without-exercise.ts';
import { submit } from '../../lib/runs/submit.ts';

/** Exercises that everyone can submit without drawn values. */
const exercises = ['non-root', 'cache-order'];
const RUNNERS = 4;
const REPORTS = 5;
const EVENTS_PER_REPORT = 9;
const REPORT_EVERY_MS = 1_000;
const WAITING = 200;
/** Every this many runs, one passes, so that a confirmation follows. */
const PASSES = 5;

/** What was measured while runs were queued, executed and finished. Milliseconds. */
export interface Worked {
  claims: number[];
  submissions: number[];
  verdicts: number[];
}

/** Lets runners connect and fills the queue. */
export async function openQueue(): Promise<void> {
  for (let n = 0; n < RUNNERS; n++) await noteRunner(runnerInfo(n));
  const [queue] = await db().$queryRaw<{ runs: number }[]>`
    SELECT count(*)::int AS runs FROM run WHERE state = 'queued'`;
  const learners = await learnerIds();
  for (let n = queue!.runs; n < WAITING; n++) await submitFor(learners[n]!, exercises[0]!, `waits ${n}`);
}

/**
 * Submits runs, claims them and reports about them as four runners do, at a constant rate and with a queue of
 * 200 runs. Nothing is built: each run takes 5 s, with 45 events and 5 heartbeats.
 *
 * @param perSecond submissions; fewer if a submission and a claim take longer
 */
export async function work(seconds: number, perSecond: number): Promise<Worked> {
  const worked: Worked = { claims: [], submissions: [], verdicts: [] };
  const learners = await learnerIds();
  const executed: Promise<void>[] = [];
  let submitted = 0;
  const submitNext = async () => {
    const learner = learners[submitted % learners.length]!;
    const exercise = exercises[submitted % exercises.length]!;
    submitted += 1;
    await timed(worked.submissions, () => submitFor(learner, exercise, `${submitted}`));
  };
  const claimNext = async () => {
    const info = runnerInfo(worked.claims.length % RUNNERS);
    const claimed = await timed(worked.claims, () =>
      claim({ runner: info, waitMs: 0 }, new AbortController().signal),
    );
    if (claimed?.work !== 'grading') return;
    const passed = worked.claims.length % PASSES === 0;
    executed.push(execute(claimed.runId, claimed.fence, claimed.exercise.slug, passed, worked));
  };

  const until = performance.now() + seconds * 1_000;
  for (let n = 0; performance.now() < until; n++) {
    const next = sleep(1_000 / perSecond);
    await submitNext();
    await claimNext();
    // As many as the confirmations that were queued.
    if (n % PASSES === 0) await claimNext();
    await next;
  }
  await Promise.all(executed);
  return worked;
}

async function learnerIds(): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM "user" WHERE id LIKE 'learner-%' ORDER BY random()`;
  return rows.map(({ id }) => id);
}

const submitFor = (learnerId: string, exercise: string, text: string) =>
  submit(learnerId, { exercise, files: { Dockerfile: `FROM python:3.12-slim\n# ${text}\n` } }, 'network-1');

async function execute(
  runId: string,
  fence: number,
  exercise: string,
  passed: boolean,
  { verdicts }: Worked,
): Promise<void> {
  for (let n = 0; n < REPORTS; n++) {
    await sleep(REPORT_EVERY_MS);
    await heartbeat(runId, fence);
    const events = Array.from({ length: EVENTS_PER_REPORT }, (_, index) => ({
      type: 'log' as const,
      atMs: n * REPORT_EVERY_MS,
      source: 'cold-build' as const,
      stream: 'stdout' as const,
      text: `#${n} ${index} Downloading a package of the build, ${runId}\n`,
    }));
    await report(runId, { fence, first: 1 + n * EVENTS_PER_REPORT, events });
  }
  const axis = { score: passed ? 20 : 10, max: 20 };
  const result = {
    ...resultWithoutExercise(exercise, { status: 'graded', timings: { totalMs: REPORTS * REPORT_EVERY_MS } }),
    passed,
    score: 5 * axis.score,
    axes: { build: axis, size: axis, cache: axis, security: axis, runtime: axis },
  };
  await timed(verdicts, () => finish(runId, { fence, result }));
}

/** A healthy runner that has all bases. */
export function runnerInfo(n: number): RunnerInfo {
  return {
    name: `node-${n}`,
    labels: ['cpu'],
    engineVersion: '26.1.5',
    hostEngineVersion: '26.1.5',
    sandboxes: { warm: 1, kept: 0, busy: 0, max: 8 },
    runsAtOnce: 8,
    terminalsAtOnce: 0,
    health: { ok: true, reasons: [] },
    isolation: {},
    load: { cpus: 8, oneMinute: 1, memoryFreeMb: 8_000, diskFreeMb: 50_000 },
    basesToCome: [],
    reservedFor: [],
  };
}

/** Adds the time that something takes. */
export async function timed<T>(times: number[], call: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const value = await call();
  times.push(performance.now() - began);
  return value;
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
