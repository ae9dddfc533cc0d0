import 'server-only';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { db } from './client.ts';

/**
 * Names of this version's migrations that the database does not have.
 *
 * @throws what the database throws where it does not answer
 */
export async function missingMigrations(): Promise<string[]> {
  const known = await readdir(join(process.cwd(), 'prisma/migrations'), { withFileTypes: true });
  const rows = await db().$queryRaw<
    { name: string }[]
  >`SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const applied = new Set(rows.map(({ name }) => name));
  return known.filter((entry) => entry.isDirectory() && !applied.has(entry.name)).map(({ name }) => name);
}
