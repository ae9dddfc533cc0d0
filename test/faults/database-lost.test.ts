import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, startDatabase } from '../../launcher/database.ts';
import { migrate } from '../../launcher/migrate.ts';
import { testEnv } from '../../sandbox-runner/test/sandbox-fixture.ts';
import { RUNNER_TOKEN, SITE_URL, type Site, type Visitor, clearing, newLearner } from '../site/site.ts';
import { FaultBed } from './fault-bed.ts';
import { note } from './fault-record.ts';
import { openFaultSite } from './fault-site.ts';
import type { RunnerProcess } from './runner-process.ts';
import { TcpProxy } from './tcp-proxy.ts';

let dataDir: string;
let server: Database;
let proxy: TcpProxy;
let bed: FaultBed;
let runner: RunnerProcess;
let learner: Visitor;

const startServer = () => startDatabase(dataDir, { external: undefined });
const portOf = ({ url }: Database) => Number(new URL(url).port);

/**
 * The site's own code with a separate database server, which it reaches through the proxy. The queries of the
 * tests bypass the proxy.
 */
async function openBehindProxy(environment: Record<string, string>): Promise<Site> {
  const databaseUrl = Object.assign(new URL(server.url), { port: String(await proxy.open()) }).href;
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    SITE_URL,
    RUNNER_TOKEN,
    AUTH_SECRET: 'auth-secret-of-the-tests-0123456789',
    LOG_LEVEL: 'silent',
    ...environment,
  });
  const query = async <Row>(sql: string, values: unknown[] = []) => {
    const client = new Client({ connectionString: server.url });
    await client.connect();
    try {
      return (await client.query(sql, values)).rows as Row[];
    } finally {
      await client.end();
    }
  };
  return {
    databaseUrl,
    query,
    clear: clearing(query),
    close: async () => {
      await proxy.close();
      await server.stop();
    },
  };
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(testEnv().DATA_DIR, 'database-'));
  server = await startServer();
  await migrate(server.url);
  proxy = new TcpProxy(portOf(server));
  bed = new FaultBed(await openFaultSite({}, openBehindProxy));
  await bed.prepare();
  runner = bed.runner('runner');
  await runner.waitForLog('runner ready');
  learner = await newLearner();
});
afterAll(async () => {
  await bed.close();
  await rm(dataDir, { recursive: true });
});

/** Kills PostgreSQL and starts it again: its connections end, and new ones are refused in the meantime. */
async function restart(): Promise<void> {
  process.kill(
    Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]),
    'SIGKILL',
  );
  server = await startServer();
  proxy.targetPort = portOf(server);
}

test.for<[what: string, moment: string, strike: () => Promise<void>]>([
  ['PostgreSQL killed and started again in the middle of a run', 'replay', restart],
  ['PostgreSQL killed and started again as the result is sent', 'result', restart],
  [
    'connections to PostgreSQL half open in the middle of a run',
    'replay',
    async () => void expect(proxy.freeze()).toBeGreaterThan(0),
  ],
  [
    'connections to PostgreSQL half open as the result is sent',
    'result',
    async () => void expect(proxy.freeze()).toBeGreaterThan(0),
  ],
])('%s: the site reconnects, and the result is kept', async ([what, moment, strike], context) => {
  let struckAt: number | undefined;
  bed.site.watch = async (call) => {
    const now =
      moment === 'result'
        ? call.kind === 'result'
        : (call.events ?? []).some((event) => event.type === 'phase' && event.phase === moment);
    if (struckAt === undefined && now && !call.answered) {
      struckAt = performance.now();
      await strike();
    }
    return 'continue';
  };
  const runId = await bed.submit(learner);
  const { status } = await bed.verdict(learner, runId);
  const seconds = (performance.now() - (struckAt ?? 0)) / 1_000;
  const leaks = await bed.leaks([runner]);
  const { grades } = await bed.record(runId);
  note(context, { case: 43, what, tries: 1, grades, leaks, seconds: [seconds] });
  expect({ status, grades, leaks }).toEqual({ status: 'graded', grades: 1, leaks: 0 });
});
