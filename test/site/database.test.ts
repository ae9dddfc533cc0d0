import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDatabase } from '../../scripts/database.ts';
import { migrate, schemaDiff } from '../../scripts/migrate.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dfm-database-test-'));
});
afterAll(async () => {
  await (await start()).stop();
  await rm(dataDir, { recursive: true });
});

const start = () => startDatabase(dataDir, { external: undefined });
const postmaster = async () => Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

test('migrations are applied once, and again is nothing', async () => {
  const { url } = await start();
  expect(await migrate(url)).toContainEqual(expect.stringMatching(/_initial$/));
  expect(await migrate(url)).toEqual([]);
});

test('a running server is taken over, and a killed one started again with its data', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');
  const pid = await postmaster();
  expect((await start()).url).toBe(first.url);
  expect(await postmaster()).toBe(pid);

  process.kill(pid, 'SIGKILL');
  const { url } = await start();
  expect(await postmaster()).not.toBe(pid);
  expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
});

test('stopping ends the server, and stopping twice is nothing', async () => {
  const database = await start();
  const pid = await postmaster();
  await database.stop();
  await database.stop();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('another database is left to whom it belongs', async () => {
  const database = await startDatabase(dataDir, { external: 'postgresql://elsewhere/db' });
  expect(database.url).toBe('postgresql://elsewhere/db');
  await database.stop();
});

const structure = `
  SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS thing FROM information_schema.columns WHERE table_schema = 'public'
  UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION SELECT enumtypid::regtype || ' ' || enumlabel FROM pg_enum ORDER BY 1`;

test('the migrations lead to exactly what the schema says', async () => {
  const { url } = await start();
  const at = (name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  for (const name of ['migrated', 'declared']) await query(url, `CREATE DATABASE ${name}`);
  await migrate(at('migrated'));
  await query(at('migrated'), 'DROP TABLE _prisma_migrations');
  await query(at('declared'), await schemaDiff(undefined, await readFile(join(import.meta.dirname, '../../prisma/schema.prisma'), 'utf8'), url));
  const migrated = await query(at('migrated'), structure);
  expect(migrated.length).toBeGreaterThan(50);
  expect(migrated).toEqual(await query(at('declared'), structure));
});
