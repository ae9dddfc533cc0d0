/**
 * `npm run bench:long-life [-- --runs N --minutes N --per-second N --keep --record]`: how fast runs are
 * claimed and pages are read in a database with years of runs, including while a transaction stays open.
 * `--record` writes docs/results/long-life.md. `--keep` leaves the database for the next time. Needs 8 GB
 * below DATA_DIR for a million runs, and no sandboxes.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { CleanUps } from '../launcher/clean-ups.ts';
import { startDatabase } from '../launcher/database.ts';
import { generateClient, migrate } from '../launcher/migrate.ts';
import { onStopRequest } from '../launcher/stop-request.ts';
import { db } from '../lib/db/client.ts';
import { notifications } from '../lib/db/notifications.ts';
import { courseProgress } from '../lib/progress/course-progress.ts';
import { compactEvents } from '../lib/runs/compact-events.ts';
import { confirmedScore } from '../lib/runs/confirmation.ts';
import { eventStream } from '../lib/runs/event-stream.ts';
import { attemptsOf, newestRun, submittedFiles } from '../lib/runs/queries.ts';
import type { CohortAccess } from '../lib/teaching/access.ts';
import { gradebookOf } from '../lib/teaching/gradebook.ts';
import { percentile } from './measures/percentiles.ts';
import { type Worked, openQueue, timed, work } from './measures/working-site.ts';
import {
  type Filled,
  allLearners,
  classOfLearners,
  completeLearners,
  exerciseWithManyAttempts,
  fillWithRuns,
  learnerWithManyAttempts,
} from './measures/years-of-runs.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    minutes: { type: 'string', default: '10' },
    'per-second': { type: 'string', default: '4' },
    keep: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const minutes = Number(values.minutes);
const perSecond = Number(values['per-second']);
if (![runs, minutes, perSecond].every((number) => number > 0))
  throw new Error('--runs, --minutes and --per-second are positive numbers');
const SECONDS_BEFORE = 60;
/** Share of the runs whose events are still rows of their own. */
const LOOSE = 0.04;
const REQUESTS = 40;

const root = join(import.meta.dirname, '..');
const stateDir = join(process.env.DATA_DIR ?? join(root, '.data'), 'long-life');
const filledFile = join(stateDir, 'filled.json');
const loadBefore = loadavg()[0] ?? 0;
const cleanUps = new CleanUps();
onStopRequest(() => cleanUps.run());
await generateClient();
await mkdir(stateDir, { recursive: true });
if (!values.keep) await cleanUps.add(() => rm(stateDir, { recursive: true, force: true }));
try {
  const server = await startDatabase(stateDir, { external: undefined });
  await cleanUps.add(() => server.stop());
  await migrate(server.url);
  Object.assign(process.env, {
    DATABASE_URL: server.url,
    SITE_URL: 'http://localhost',
    RUNNER_TOKEN: 'runner-token-of-the-benchmark-0123456789',
    AUTH_SECRET: 'auth-secret-of-the-benchmark-0123456789',
    LOG_LEVEL: 'error',
    SUBMISSIONS_PER_NETWORK_PER_HOUR: '1000000',
    QUEUED_RUNS_PER_NETWORK: '1000000',
    RUN_QUEUE_MAX: '1000000',
  });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await cleanUps.add(() => client.end());
  await cleanUps.add(async () => {
    await notifications().close();
    await db().$disconnect();
  });
  const filled = existsSync(filledFile)
    ? (JSON.parse(await readFile(filledFile, 'utf8')) as Filled)
    : await fillWithRuns(client, runs, LOOSE);
  await writeFile(filledFile, JSON.stringify(filled));
  console.log(filled);
  const text = resultsPage(filled, await measure(client, server.url));
  console.log(text);
  if (values.record) await writeFile(join(root, 'docs/results/long-life.md'), text);
} finally {
  await cleanUps.run();
}

interface Measured {
  before: Worked;
  during: Worked;
  reads: readonly (readonly [what: string, times: number[]])[];
  /** Runs at the start whose events were not compacted. */
  loose: number;
  compacted: { runs: number; ms: number };
  databaseBytes: number;
}

async function measure(client: Client, url: string): Promise<Measured> {
  const { rows: counts } = await client.query('SELECT count(*)::int AS loose FROM run_event WHERE seq = 1');
  await openQueue();
  const before = await work(SECONDS_BEFORE, perSecond);
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await holder.query('SELECT count(*) FROM runner');
  const during = await work(minutes * 60, perSecond);
  const reads = await readTimes(client);
  await holder.end();
  const began = performance.now();
  const compacted = { runs: await compactEvents(), ms: performance.now() - began };
  const { rows } = await client.query('SELECT pg_database_size(current_database())::float8 AS bytes');
  return { before, during, reads, loose: counts[0].loose, compacted, databaseBytes: rows[0].bytes };
}

/** What learners and staff read, while the transaction is still open. */
async function readTimes(client: Client): Promise<Measured['reads']> {
  const learner = 'learner-7';
  const attempts = async (learnerId: string, exercise: string) => {
    const list = await attemptsOf(learnerId, exercise);
    await confirmedScore(learnerId, exercise);
    for (const attempt of list.slice(0, 2)) await submittedFiles(learnerId, attempt.runId);
  };
  const eventsOf = (run: { id: string; learner_id: string }) => async () => {
    const stream = await eventStream(run.learner_id, run.id, 0n, new AbortController().signal);
    await new Response(stream).text();
  };
  const runWith = async (events: 'compact' | 'loose') => {
    const { rows } = await client.query<{ id: string; learner_id: string }>(
      `SELECT id, learner_id FROM run WHERE state = 'done' AND ${events === 'loose' ? '' : 'NOT'} EXISTS (SELECT FROM run_event WHERE run_id = run.id AND seq = 1) LIMIT 1`,
    );
    return rows[0]!;
  };
  const access = { cohortId: classOfLearners } as CohortAccess<'seeWork'>;
  const calls: [string, () => Promise<unknown>][] = [
    ['attempts page', () => attempts(learner, exerciseWithManyAttempts)],
    ['attempts page with 200 attempts', () => attempts(learnerWithManyAttempts, exerciseWithManyAttempts)],
    ['newest run of an exercise', () => newestRun(learner, exerciseWithManyAttempts)],
    ['progress in the course', () => courseProgress(learner)],
    ['gradebook of a class of 100', () => gradebookOf(access)],
    ['events of a run, as rows', eventsOf(await runWith('loose'))],
    ['events of a run, compacted', eventsOf(await runWith('compact'))],
  ];
  const reads: [string, number[]][] = [];
  for (const [what, call] of calls) {
    await call();
    const times: number[] = [];
    for (let n = 0; n < REQUESTS; n++) await timed(times, call);
    reads.push([what, times]);
  }
  return reads;
}

function resultsPage(filled: Filled, measured: Measured): string {
  const cell = (ms: number) => ms.toFixed(ms < 10 ? 1 : 0);
  const row = ([what, times]: readonly [string, number[]]) =>
    `| ${what} | ${[0.5, 0.95, 1].map((share) => cell(percentile(times, share))).join(' | ')} |`;
  const { before, during, reads, loose, compacted, databaseBytes } = measured;
  const number = (value: number) => Math.round(value).toLocaleString('en');
  return `# Years of runs in the database

Measured with \`npm run bench:long-life -- --runs ${runs} --minutes ${minutes} --per-second ${perSecond}\` on ${availableParallelism()} processors (one-minute load ${loadBefore.toFixed(1)} at
the start): ${number(filled.runs)} finished runs with ${number(filled.events)} events. The events of ${number(loose)} runs were not compacted yet. The
database takes ${(databaseBytes / 1e9).toFixed(1)} GB. Site, database and client share the processors.

With 200 runs in the queue, first for ${SECONDS_BEFORE / 60} min (${number(before.submissions.length)} submissions), then for ${minutes} min (${number(during.submissions.length)} submissions) while a transaction
keeps all row versions that have been replaced since it began. Milliseconds; the goal for a claim is 50 (95th percentile).

| what | median | 95th percentile | longest |
|---|---|---|---|
${[
  ['claim', before.claims],
  ['claim during the transaction', during.claims],
  ['submission', before.submissions],
  ['submission during the transaction', during.submissions],
  ['verdict', before.verdicts],
  ['verdict during the transaction', during.verdicts],
]
  .map((line) => row(line as [string, number[]]))
  .join('\n')}

What pages read, at the end of the transaction, without rendering. Milliseconds, ${REQUESTS} calls each; the goal for the attempts page is 100.

| what | median | 95th percentile | longest |
|---|---|---|---|
${reads.map(row).join('\n')}

Space in \`run_event\` and its indexes: ${number(filled.looseBytesPerRun)} bytes per run as rows, ${number(filled.compactBytesPerRun)} compacted. Compacting took
${(compacted.ms / compacted.runs).toFixed(1)} ms per run (${number(compacted.runs)} runs).

The rows of old runs were written with SQL, from results and outputs that were recorded for the course. The results of
${completeLearners} of the ${number(allLearners)} learners are complete; those of the others lack their checks, so that everything fits into 8 GB.
`;
}
