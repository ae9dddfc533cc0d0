import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runPhases } from '@dfm/contracts/run-phases';
import type { Client } from 'pg';
import { compactEvents } from '../../lib/runs/compact-events.ts';

const content = join(import.meta.dirname, '../../content');
export const allLearners = 2_000;
/** A class of these learners is in the gradebook. */
const CLASS = 100;
/** Learners whose results are complete. Those of the others have no checks, so that all fit on the disk. */
export const completeLearners = 50;
const EVENTS_PER_RUN = 50;
const TEMPLATES = 100;
const BATCH = 20_000;
const NETWORKS = 50;
const YEARS = 3;
/** Attempts of one learner for one exercise. */
const MANY_ATTEMPTS = 200;
export const classOfLearners = 'class';
export const learnerWithManyAttempts = 'learner-1';
export const exerciseWithManyAttempts = 'non-root';

/** How many runs there are, and what their events take. */
export interface Filled {
  runs: number;
  events: number;
  compactBytesPerRun: number;
  looseBytesPerRun: number;
}

/**
 * Fills an empty database with what a site has after years: runs with the results and the outputs that were
 * recorded for the course. A sixth of the runs are confirmations.
 *
 * @param looseShare share of the runs whose events are not compacted yet
 */
export async function fillWithRuns(client: Client, runs: number, looseShare: number): Promise<Filled> {
  await client.query(`SET session_replication_role = replica; SET synchronous_commit = off; SET jit = off`);
  // So that the log takes less of the disk.
  await client.query(`ALTER SYSTEM SET max_wal_size = '512MB'`);
  await client.query('SELECT pg_reload_conf()');
  await client.query(
    `INSERT INTO "user" (id, name, email, updated_at)
     SELECT 'learner-' || n, 'Learner ' || n, 'learner-' || n || '@school.example', now() FROM generate_series(1, ${allLearners}) AS n`,
  );
  await recordTemplates(client);
  const submissions = Math.round((runs * 5) / 6);
  const loose = Math.round(submissions * looseShare);
  const empty = await eventBytes(client);
  await addSubmissions(client, { from: 1, to: submissions - loose, of: submissions, events: 'compact' });
  const compacted = await eventBytes(client);
  await addSubmissions(client, {
    from: submissions - loose + 1,
    to: submissions,
    of: submissions,
    events: 'loose',
  });
  const complete = await eventBytes(client);
  await addClass(client);
  await client.query('VACUUM (ANALYZE, PARALLEL 0)');
  const { rows } = await client.query('SELECT count(*)::int AS runs, sum(last_seq)::int AS events FROM run');
  const perRun = (bytes: number, share: number) => Math.round(bytes / (rows[0].runs * share));
  return {
    ...rows[0],
    compactBytesPerRun: perRun(compacted - empty, 1 - looseShare),
    looseBytesPerRun: perRun(complete - compacted, looseShare),
  };
}

/** Size of the table with its indexes. */
async function eventBytes(client: Client): Promise<number> {
  const { rows } = await client.query(`SELECT pg_total_relation_size('run_event')::float8 AS bytes`);
  return rows[0].bytes;
}

/** A few runs with events, and what `compactEvents` makes of them. */
async function recordTemplates(client: Client): Promise<void> {
  const results = await recorded<object>('runs');
  const lines = (await recorded<{ commands: { output: string }[] }>('outputs')).flatMap(({ commands }) =>
    commands.flatMap(({ output }) => output.split('\n')),
  );
  const templates = Array.from({ length: TEMPLATES }, (_, n) => ({
    n,
    result: results[n % results.length]!,
    events: eventsOf(results[n % results.length]!, (index) => lines[(n * 31 + index) % lines.length]!),
  }));
  await client.query(
    'CREATE TEMP TABLE template (n int PRIMARY KEY, result jsonb, loose jsonb[], compact jsonb)',
  );
  for (const { n, result, events } of templates)
    await client.query(
      'INSERT INTO template VALUES ($1, $2, (SELECT array_agg(e) FROM jsonb_array_elements($3) AS e))',
      [n, JSON.stringify(result), JSON.stringify(events)],
    );
  await client.query(
    `INSERT INTO submission (id, learner_id, exercise, files) SELECT 'template-' || n, 'learner-1', 'template', '{}' FROM template;
     INSERT INTO run (id, submission_id, learner_id, exercise, state, last_seq, finished_at, result)
       SELECT 'template-' || n, 'template-' || n, 'learner-1', 'template', 'done', ${EVENTS_PER_RUN}, now() - interval '1 day', result FROM template;
     INSERT INTO run_event (run_id, seq, attempt, reported, event, created_at)
       SELECT 'template-' || n, seq, 1, seq, event, now() - interval '1 day' FROM template, unnest(loose) WITH ORDINALITY AS e (event, seq)`,
  );
  if ((await compactEvents()) !== TEMPLATES)
    throw new Error('the events of the templates were not compacted');
  await client.query(
    `UPDATE template SET compact = event FROM run_event WHERE run_id = 'template-' || n;
     DELETE FROM run_event; DELETE FROM run; DELETE FROM submission`,
  );
}

async function recorded<T>(folder: string): Promise<T[]> {
  const files = await readdir(join(content, folder), { recursive: true });
  return Promise.all(
    files
      .filter((path) => path.endsWith('.json'))
      .map(async (path) => JSON.parse(await readFile(join(content, folder, path), 'utf8')) as T),
  );
}

/** The phases of a run, its steps, what they printed, and the result. */
function eventsOf(result: object, line: (index: number) => string): object[] {
  const phases = runPhases.flatMap((phase) =>
    ['started', 'done'].map((state) => ({ type: 'phase', phase, state })),
  );
  const steps = Array.from({ length: 6 }, (_, n) => ({
    type: 'step',
    build: 'cold',
    key: `step-${n}`,
    line: n + 1,
    stage: 'stage-0',
    name: `RUN ${line(n)}`,
    state: 'ran',
    ms: 100 * n,
  }));
  const logs = Array.from({ length: EVENTS_PER_RUN - 1 - phases.length - steps.length }, (_, n) => ({
    type: 'log',
    source: 'cold-build',
    key: `step-${n % 6}`,
    stream: 'stdout',
    text: `${line(6 + n)}\n`,
  }));
  return [...phases, ...steps, ...logs, { type: 'result', result }].map((event, n) => ({
    ...event,
    atMs: 250 * n,
  }));
}

interface Submissions {
  from: number;
  to: number;
  /** Of all, which are spread over the years, the last one now. */
  of: number;
  events: 'compact' | 'loose';
}

async function addSubmissions(client: Client, { from, to, of, events }: Submissions): Promise<void> {
  const exercises = await readdir(join(content, 'exercises'));
  for (let first = from; first <= to; first += BATCH) {
    await client.query(
      `WITH made AS MATERIALIZED (
         SELECT n, uuidv7(-age) AS submission_id, now() - age AS at, 'network-' || n % ${NETWORKS} AS network,
                'learner-' || 1 + n % ${allLearners} AS learner_id, n % ${allLearners} < ${completeLearners} AS has_checks,
                CASE WHEN n % ${allLearners} = 0 AND n / ${allLearners} < ${MANY_ATTEMPTS} THEN '${exerciseWithManyAttempts}'
                     ELSE ($3::text[])[1 + (n / ${allLearners}) % cardinality($3::text[])] END AS exercise
         FROM generate_series($1::int, $2::int) AS n, LATERAL (SELECT ($4::int - n)::float8 / $4 * interval '${YEARS} years' AS age)
       ), submitted AS (
         INSERT INTO submission (id, learner_id, exercise, files, created_at)
         SELECT submission_id, learner_id, exercise, jsonb_build_object('Dockerfile', 'FROM python:3.12-slim' || repeat(E'\\nRUN step ' || n, 20)), at FROM made
       ), runs AS MATERIALIZED (
         SELECT made.*, kind, uuidv7(at - now()) AS id, score, n % ${TEMPLATES} AS template
         FROM made CROSS JOIN (VALUES ('practice'::run_kind), ('confirmation')) AS kinds (kind) CROSS JOIN LATERAL (SELECT 40 + n % 60 AS score)
         WHERE kind = 'practice' OR n % 5 = 0
       ), ran AS (
         INSERT INTO run (id, submission_id, learner_id, exercise, kind, state, fence, attempts, claimed_by, bases, network, bytes, ended_bytes, last_seq,
                          queued_at, started_at, heartbeat_at, finished_at, result, result_status, score, passed, failed_checks)
         SELECT id, submission_id, learner_id, exercise, kind, 'done', 1, 1, 'node-' || runs.n % 4, '{python:3.12-slim}', network, 20000, 20000, ${EVENTS_PER_RUN},
                at, at + interval '1 second', at + interval '20 seconds', at + interval '21 seconds',
                CASE WHEN has_checks THEN template.result ELSE template.result - '{checks,replay,cold,image,engine}'::text[] END,
                'graded', score, runs.n % 5 = 0, CASE WHEN runs.n % 5 = 0 THEN '{}' ELSE '{non-root}'::text[] END
         FROM runs JOIN template ON template.n = runs.template
       )
       INSERT INTO run_event (run_id, seq, attempt, reported, event, created_at)
       SELECT id, seq, 1, seq, event, at
       FROM runs JOIN template ON template.n = runs.template
       CROSS JOIN LATERAL ${events === 'compact' ? `(SELECT ${EVENTS_PER_RUN} AS seq, compact AS event)` : 'unnest(loose) WITH ORDINALITY AS e (event, seq)'}`,
      [first, Math.min(to, first + BATCH - 1), exercises, of],
    );
  }
}

/** A class with every exercise assigned. */
async function addClass(client: Client): Promise<void> {
  await client.query(
    `INSERT INTO course (id, name) VALUES ('course', 'ML');
     INSERT INTO cohort (id, course_id, name, time_zone, join_code) VALUES ('${classOfLearners}', 'course', 'Autumn', 'Europe/Berlin', 'code');
     INSERT INTO cohort_member (cohort_id, learner_id) SELECT '${classOfLearners}', 'learner-' || n FROM generate_series(1, ${CLASS}) AS n;
     INSERT INTO assignment (cohort_id, kind, slug, due_at) SELECT DISTINCT '${classOfLearners}', 'exercise'::assignment_kind, exercise, now() FROM run WHERE learner_id = 'learner-1'`,
  );
}
