import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ClaimResponse, GradingClaim, ResultDocument, RunEvent, RunnerInfo } from '@dfm/contracts';
import { Client } from 'pg';
import type { CohortAccess } from '../../lib/teaching/access.ts';
import { databaseServer, TEMPLATE, urlOf } from './database-server.ts';

const root = join(import.meta.dirname, '../..');

export const SITE_URL = 'http://site.test';
export const RUNNER_TOKEN = 'runner-token-of-the-tests-0123456789';

export interface Site {
  databaseUrl: string;
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Deletes all rows of these tables and of every table that refers to them, like TRUNCATE … CASCADE. */
  clear(...tables: string[]): Promise<void>;
  /** Closes the connections of the site's own code, and drops this database. */
  close(): Promise<void>;
}

/** Settings for learners who all share one network, so that its limits do not apply. */
export const roomForTests = {
  LEARNERS_PER_NETWORK_PER_HOUR: '1000000',
  SUBMISSIONS_PER_NETWORK_PER_HOUR: '1000000',
  QUEUED_RUNS_PER_NETWORK: '1000000',
  STORED_MB_PER_NETWORK: '1000000',
};

/**
 * Opens the server side of the site in this process with its own database, cloned from a migrated template.
 * Call it before using anything in lib/, because it sets the environment that lib/ reads.
 */
export async function openSite(environment: Record<string, string> = {}): Promise<Site> {
  const server = databaseServer();
  const name = `site_${randomBytes(6).toString('hex')}`;
  const admin = new Client({ connectionString: server });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  const databaseUrl = urlOf(server, name);
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    SITE_URL,
    RUNNER_TOKEN,
    AUTH_SECRET: 'auth-secret-of-the-tests-0123456789',
    CONTENT_DIR: join(root, 'content'),
    LOG_LEVEL: 'silent',
    ...roomForTests,
    ...environment,
  });

  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const query = async <Row>(sql: string, values: unknown[] = []) =>
    (await client.query(sql, values)).rows as Row[];
  return {
    databaseUrl,
    query,
    clear: clearing(query),
    close: async () => {
      const { db } = await import('../../lib/db/client.ts');
      const { notifications } = await import('../../lib/db/notifications.ts');
      await notifications().close();
      await db().$disconnect();
      await client.end();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

/**
 * Makes `clear` for a database. TRUNCATE makes new files for every table and index, which takes a quarter of
 * a second for most of the tables. Deleting the few rows of a test takes milliseconds.
 */
export function clearing(query: Site['query']): Site['clear'] {
  const statements = new Map<string, string>();
  const statementFor = async (tables: readonly string[]) => {
    const all = await query<{ name: string }>(
      `WITH RECURSIVE cleared (name) AS (
         SELECT quote_ident(unnest($1::text[]))::regclass
         UNION SELECT conrelid::regclass FROM pg_constraint JOIN cleared ON confrelid = name WHERE contype = 'f')
       SELECT name::text FROM cleared`,
      [tables],
    );
    const names = all.map(({ name }) => name);
    return [
      'BEGIN',
      // Waits, as TRUNCATE does, for what a test has begun and not awaited. Otherwise, its rows would be left.
      `LOCK TABLE ${names.join(', ')} IN SHARE ROW EXCLUSIVE MODE`,
      // Without foreign keys, so that the order does not matter.
      'SET LOCAL session_replication_role = replica',
      ...names.map((name) => `DELETE FROM ${name}`),
      'COMMIT',
    ].join(';');
  };
  return async (...tables) => {
    const key = tables.join();
    if (!statements.has(key)) statements.set(key, await statementFor(tables));
    await query(statements.get(key)!);
  };
}

export interface Visitor {
  id: string;
  cookie: string;
}

/** Creates a learner with a session, as the site does. */
export async function newLearner(): Promise<Visitor> {
  const { startLearner } = await import('../../lib/auth/session.ts');
  const { learner, setCookies } = await startLearner(new Headers());
  return { id: learner.id, cookie: setCookies.map((cookie) => cookie.split(';')[0]).join('; ') };
}

interface Call {
  method?: string;
  cookie?: string;
  token?: string;
  /** Sent as JSON; a string is sent unchanged. */
  body?: unknown;
  headers?: Record<string, string>;
  /** The `[id]` in the address. */
  id?: string;
  signal?: AbortSignal;
}

type Handler = (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>;

/** Calls a route handler as Next would. A POST has this site's origin unless `headers` override it. */
export function call(
  handler: Handler,
  { method = 'POST', cookie, token, body, headers = {}, id = '', signal }: Call,
): Promise<Response> {
  const all = new Headers({
    ...(method === 'POST' ? { origin: SITE_URL, 'content-type': 'application/json' } : {}),
    ...headers,
  });
  for (const [name, value] of Object.entries(headers)) if (value === '') all.delete(name);
  if (cookie !== undefined) all.set('cookie', cookie);
  if (token !== undefined) all.set('authorization', `Bearer ${token}`);
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return handler(
    new Request(`${SITE_URL}/api`, {
      method,
      headers: all,
      body: method === 'POST' ? (text ?? '{}') : undefined,
      signal,
    }),
    { params: Promise.resolve({ id }) },
  );
}

/** A healthy runner. */
export function runner(name = 'runner-1', change: Partial<RunnerInfo> = {}): RunnerInfo {
  return {
    name,
    labels: ['cpu'],
    engineVersion: '26.1.5',
    hostEngineVersion: '20.10.24',
    sandboxes: { warm: 1, kept: 0, busy: 0, max: 2 },
    runsAtOnce: 2,
    terminalsAtOnce: 1,
    health: { ok: true, reasons: [] },
    isolation: {},
    load: { cpus: 2, oneMinute: 0.5, memoryFreeMb: 8_000, diskFreeMb: 50_000 },
    basesToCome: [],
    reservedFor: [],
    ...change,
  };
}

/** A verdict that matches the schema. */
export function verdict(exercise: string, change: Partial<ResultDocument> = {}): ResultDocument {
  const axis = { score: 20, max: 20 };
  return {
    version: 1,
    exercise,
    status: 'graded',
    passed: true,
    score: 100,
    headline: 'All is well.',
    axes: { build: axis, size: axis, cache: axis, security: axis, runtime: axis },
    checks: [],
    replay: [],
    timings: { totalMs: 1_000 },
    notices: [],
    ...change,
  };
}

export const logLine = (text: string): RunEvent => ({
  type: 'log',
  atMs: 1,
  source: 'cold-build',
  stream: 'stdout',
  text,
});

/** A claim of files to grade, which must succeed. */
export async function claimed(name?: string, change?: Partial<RunnerInfo>): Promise<GradingClaim> {
  const work = await claimedWork(name, change);
  if (work.work !== 'grading') throw new Error('nothing to grade');
  return work;
}

/** A claim that must succeed. */
export async function claimedWork(name?: string, change?: Partial<RunnerInfo>): Promise<ClaimResponse> {
  const { claim } = await import('../../lib/runs/claim.ts');
  const work = await claim({ runner: runner(name, change), waitMs: 0 }, new AbortController().signal);
  if (!work) throw new Error('nothing to claim');
  return work;
}

/** Submits a Dockerfile that no other learner has. */
export async function submitted(learner: Visitor, exercise: string): Promise<string> {
  const { submit } = await import('../../lib/runs/submit.ts');
  return (
    await submit(learner.id, { exercise, files: { Dockerfile: `FROM scratch\nLABEL of=${learner.id}\n` } })
  ).runId;
}

/** The stored events of a run, in order. */
export async function eventsOf(
  site: Site,
  runId: string,
): Promise<{ seq: number; attempt: number; event: RunEvent }[]> {
  const rows = await site.query<{ seq: string; attempt: number; event: RunEvent }>(
    'SELECT seq, attempt, event FROM run_event WHERE run_id = $1 ORDER BY seq',
    [runId],
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/** Backdates the last heartbeat of a run, so that its runner counts as silent. */
export async function silence(site: Site, runId: string): Promise<void> {
  await site.query(`UPDATE run SET heartbeat_at = now() - interval '21 seconds' WHERE id = $1`, [runId]);
}

/** The fields of the settings of a class, with the version that its page has now. */
export async function settingsForm(cohortId: string, fields: Record<string, string>): Promise<FormData> {
  const { cohortSettings } = await import('../../lib/teaching/cohort.ts');
  const { version } = await cohortSettings({ cohortId } as CohortAccess<'manage'>);
  const form = new FormData();
  for (const [name, value] of Object.entries({ version, ...fields })) form.set(name, value);
  return form;
}
