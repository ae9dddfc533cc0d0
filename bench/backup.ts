/**
 * `npm run bench:backup [-- --gigabytes N --record]`: how long a backup and a restore of a database of that
 * size take. Its runs have the results and outputs that were recorded for the course. Needs one and a half
 * times the space below DATA_DIR, and no sandboxes; `--record` writes docs/results/backup.md.
 */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatBytes, formatDuration } from '@dfm/contracts/quantity';
import { interruption } from '@dfm/sandbox-runner/interruption';
import { Client } from 'pg';
import { backUp } from '../launcher/backup/back-up.ts';
import type { Installation } from '../launcher/backup/installation.ts';
import { restore } from '../launcher/backup/restore.ts';
import { startDatabase } from '../launcher/database.ts';
import { migrate } from '../launcher/migrate.ts';
import { installationSecret } from '../launcher/secrets.ts';

const { values } = parseArgs({
  options: { gigabytes: { type: 'string', default: '10' }, record: { type: 'boolean', default: false } },
});
const bytes = Number(values.gigabytes) * 1e9;
const LEARNERS = 500;
const LOGS_PER_RUN = 30;
const RUNS_PER_BATCH = 1_000;
/** Each has all its logs, and then a result. */
const moreRuns = `
  WITH facts AS (SELECT count(*) AS events, count(result) AS results FROM recorded),
  submitted AS (
    INSERT INTO submission (id, learner_id, exercise, files)
    SELECT uuidv7(), 'learner-' || 1 + n % ${LEARNERS}, 'exercise-' || n % 40, '{}' FROM generate_series(1, ${RUNS_PER_BATCH}) AS n
    RETURNING *),
  numbered AS (SELECT *, row_number() OVER () AS n FROM submitted),
  ran AS (
    INSERT INTO run (id, submission_id, learner_id, exercise, state, finished_at, result_status, score, passed, result)
    SELECT uuidv7(), id, learner_id, exercise, 'done', now(), 'graded', 90, true,
      (SELECT result FROM recorded, facts WHERE recorded.n = 1 + numbered.n % results)
    FROM numbered RETURNING *),
  events AS (
    SELECT id, seq, CASE WHEN seq > ${LOGS_PER_RUN} THEN 1 + abs(hashtext(id)) % results
      ELSE results + 1 + (abs(hashtext(id)) + seq) % (events - results) END AS n
    FROM ran CROSS JOIN facts CROSS JOIN generate_series(1, ${LOGS_PER_RUN} + 1) AS seq)
  INSERT INTO run_event (run_id, seq, attempt, reported, event)
  SELECT id, seq, 1, seq, event FROM events JOIN recorded USING (n)`;

const root = join(import.meta.dirname, '..');
const dataDir = process.env.DATA_DIR ?? join(root, '.data');
const passphrase = 'correct horse battery staple';
const signal = interruption();

await mkdir(dataDir, { recursive: true });
const folder = await mkdtemp(join(dataDir, 'bench-'));
try {
  const source = installationAt('source');
  const rows = await fill(source.dataDir);
  const file = join(folder, 'backup.age');
  const backedUp = await timed(() => backUp(source, { file, passphrase }, signal));
  await rm(source.dataDir, { recursive: true });
  const target = installationAt('target');
  const restored = await timed(() => restore(target, { file, passphrase }, signal));
  const text = resultsPage({ ...rows, backedUp, restored });
  console.log(text);
  if (values.record) await writeFile(join(root, 'docs/results/backup.md'), text);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function installationAt(name: string): Installation {
  return {
    dataDir: join(folder, name),
    databaseUrl: undefined,
    drillServer: undefined,
    contentDir: join(root, 'content'),
    shelfDir: join(folder, 'no-shelf'),
  };
}

/** Fills a new database. @returns its size */
async function fill(stateDir: string): Promise<{ databaseBytes: number; events: number }> {
  for (const name of ['AUTH_SECRET', 'RUNNER_TOKEN']) installationSecret(stateDir, name);
  const database = await startDatabase(stateDir, { external: undefined });
  try {
    await migrate(database.url);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `INSERT INTO "user" (id, name, email, updated_at)
       SELECT 'learner-' || n, 'Learner ' || n, 'learner-' || n || '@school.example', now() FROM generate_series(1, ${LEARNERS}) AS n`,
    );
    await client.query('CREATE TEMP TABLE recorded (n serial, event jsonb, result jsonb)');
    for (const event of await recordedEvents())
      await client.query('INSERT INTO recorded (event, result) VALUES ($1, $2)', [event, event.result]);
    let size = 0;
    while (size < bytes) {
      signal.throwIfAborted();
      await client.query(moreRuns);
      const { rows } = await client.query('SELECT pg_database_size(current_database()) AS size');
      size = Number(rows[0].size);
    }
    const { rows } = await client.query('SELECT count(*) AS events FROM run_event');
    await client.end();
    return { databaseBytes: size, events: Number(rows[0].events) };
  } finally {
    await database.stop();
  }
}

/** One event for each recorded result, and then one for what each recorded command printed. */
async function recordedEvents(): Promise<{ type: string; result?: unknown }[]> {
  const read = async (name: string) => {
    const documents = join(root, 'content', name);
    const files = (await readdir(documents, { recursive: true })).filter((path) => path.endsWith('.json'));
    return Promise.all(files.map(async (path) => JSON.parse(await readFile(join(documents, path), 'utf8'))));
  };
  const lessons = (await read('outputs')) as { commands: { output: string }[] }[];
  return [
    ...(await read('runs')).map((result) => ({ type: 'result', atMs: 42_000, result })),
    ...lessons.flatMap(({ commands }) =>
      commands.map(({ output }) => ({
        type: 'log',
        atMs: 4_200,
        source: 'run',
        stream: 'stdout',
        text: output,
      })),
    ),
  ];
}

interface Timed<T> {
  value: T;
  ms: number;
  /** One-minute load at the start. */
  load: number;
}

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const load = loadavg()[0] ?? 0;
  const began = performance.now();
  const value = await work();
  return { value, ms: performance.now() - began, load };
}

function resultsPage(measured: {
  databaseBytes: number;
  events: number;
  backedUp: Timed<number>;
  restored: Timed<unknown>;
}): string {
  const { databaseBytes, events, backedUp, restored } = measured;
  const line = (what: string, { ms, load }: Timed<unknown>) =>
    `| ${what} | ${formatDuration(ms)} | ${Math.round(databaseBytes / 1e3 / ms)} MB/s | ${load.toFixed(1)} |`;
  return `# Backup and restore

Measured with \`npm run bench:backup -- --gigabytes ${values.gigabytes}\` on ${availableParallelism()} processors: a database of ${formatBytes(databaseBytes)} with ${events.toLocaleString('en')} events
of runs. The encrypted file has ${formatBytes(backedUp.value)}. The process of the command used at most ${formatBytes(process.resourceUsage().maxRSS * 1024)} of
memory; PostgreSQL is not included. Goal: 10 GB in 15 minutes.

| | time | size of the database per second | one-minute load at the start |
|---|---|---|---|
${line('backup', backedUp)}
${line('restore', restored)}
`;
}
