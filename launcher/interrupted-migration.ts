import type { Pool, PoolClient } from 'pg';
import { GIVES_UP_SOON } from './schema-engine.ts';

/** The lock under which Prisma's schema engine applies migrations. */
const ENGINE_LOCK = 72707369;

/**
 * Lets the engine apply an interrupted migration again. The engine refuses to, because in general a part of
 * it may have been applied. Here, a migration is one transaction and leaves nothing. Older versions of the
 * platform committed every statement on its own, so each script is first tried and undone: if a part of it
 * has been applied, a statement fails.
 *
 * @param pool of the engine; its connection keeps the lock until it is closed
 * @param scripts the SQL of the migrations by name
 * @throws if a migration cannot be applied again; nothing was changed then
 */
export async function prepareInterrupted(pool: Pool, scripts: ReadonlyMap<string, string>): Promise<void> {
  const client = await pool.connect();
  try {
    // Without it, the migration could be one that a different process is applying.
    await client.query('SELECT pg_advisory_lock($1)', [ENGINE_LOCK]);
    for (const { id, name } of await unfinished(client)) {
      const script = scripts.get(name);
      if (script === undefined) continue;
      await tryOut(client, name, script);
      await client.query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE id = $1', [id]);
    }
  } finally {
    client.release();
  }
}

/** Names of the migrations that have been applied. */
export async function finishedMigrations(database: Pool): Promise<ReadonlySet<string>> {
  if (!(await hasRecord(database))) return new Set();
  const { rows } = await database.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY finished_at`,
  );
  return new Set(rows.map(({ name }) => name));
}

/** Whether a migration was ever applied. */
async function hasRecord(database: Pool | PoolClient): Promise<boolean> {
  const { rows } = await database.query(`SELECT WHERE to_regclass('_prisma_migrations') IS NOT NULL`);
  return rows.length > 0;
}

async function unfinished(client: PoolClient): Promise<{ id: string; name: string }[]> {
  if (!(await hasRecord(client))) return [];
  const { rows } = await client.query<{ id: string; name: string }>(
    `SELECT id, migration_name AS name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL`,
  );
  return rows;
}

/** Applies a migration and undoes it. */
async function tryOut(client: PoolClient, name: string, script: string): Promise<void> {
  await client.query(`BEGIN; ${GIVES_UP_SOON}`);
  try {
    await client.query(script);
  } catch (cause) {
    throw new Error(
      `The migration ${name} was interrupted earlier, and fails when it is applied again: ${(cause as Error).message}. This attempt changed nothing. The next steps are in docs/operators/updates.md under "A migration that fails".`,
      { cause },
    );
  } finally {
    await client.query('ROLLBACK');
  }
}
