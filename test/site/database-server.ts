/** The PostgreSQL of the tests, started once for all files of a project. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Client } from 'pg';
import { startDatabase } from '../../launcher/database.ts';

/**
 * Loaded by Node itself, because vitest transforms a setup file with its imports, and lacks
 * import.meta.resolve.
 */
const { migrate } = createRequire(import.meta.url)(
  '../../launcher/migrate.ts',
) as typeof import('../../launcher/migrate.ts');

const root = join(import.meta.dirname, '../..');

/** A database with all tables and no rows, from which others are cloned. */
export const TEMPLATE = 'template_site';

/** URL of a different database on the same server. */
export function urlOf(server: string, database: string): string {
  return Object.assign(new URL(server), { pathname: `/${database}` }).href;
}

/** URL of a database on the server. Set while the server runs, also for processes that were started since. */
export function databaseServer(): string {
  const url = process.env.TEST_DATABASE_SERVER;
  if (url === undefined) throw new Error('the PostgreSQL of the tests is not running');
  return url;
}

/**
 * Starts it. Called by vitest before the files of a project. Projects may run at the same time, and each
 * stops its server at its end, so each has its own. @returns what stops it, called after the files
 */
export default async function startServer({ name }: { name: string }): Promise<() => Promise<void>> {
  const dataDir = join(process.env.DATA_DIR ?? join(root, '.data'), 'test', name);
  const server = await startDatabase(dataDir, { external: undefined });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  // The newest commits do not have to survive a power failure.
  await client.query('ALTER SYSTEM SET synchronous_commit = off');
  // It would let new rows take the places of deleted ones, so that the order of rows depends on its timing.
  await client.query('ALTER SYSTEM SET autovacuum = off');
  await client.query('SELECT pg_reload_conf()');
  if ((await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [TEMPLATE])).rowCount === 0)
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await migrate(urlOf(server.url, TEMPLATE));
  process.env.TEST_DATABASE_SERVER = server.url;
  return () => server.stop();
}
