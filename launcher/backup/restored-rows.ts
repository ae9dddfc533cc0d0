import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { inParts, sha256 } from './archive.ts';
import { BackupProblem } from './backup-problem.ts';
import { rowsOf, withColumns } from './database-snapshot.ts';
import type { Table } from './manifest.ts';

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

/**
 * Lets `fill` store rows in empty tables. Foreign keys are removed in the meantime and checked at the end, so
 * that the order of the tables does not matter. Nothing is kept if it fails.
 */
export async function inOneTransaction(client: Client, fill: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  const { rows: keys } = await client.query<ForeignKey>(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
  );
  for (const { table, name } of keys) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  await fill();
  for (const { table, name, definition } of keys)
    await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
  await client.query('COMMIT');
}

/** Adds complete rows to a table. */
export function storeRows(client: Client, table: Table, rows: AsyncIterable<Buffer>): Promise<void> {
  return pipeline(rows, client.query(copyFrom(`COPY ${withColumns(table)} FROM STDIN`)));
}

/**
 * Compares all rows of a database with the checksums of a backup.
 *
 * @param sums by path in the backup
 * @throws BackupProblem for the first table with a difference
 */
export async function compareRows(
  client: Client,
  tables: readonly Table[],
  sums: ReadonlyMap<string, string>,
): Promise<void> {
  for (const table of tables) {
    const name = `database/${table.name}`;
    let parts = 0;
    for await (const { path, bytes } of inParts(name, rowsOf(client, table))) {
      parts += 1;
      if (sums.get(path) !== sha256(bytes)) throw different(table);
    }
    if (parts !== [...sums.keys()].filter((path) => path.startsWith(`${name}.`)).length)
      throw different(table);
  }
}

const different = ({ name }: Table): BackupProblem =>
  new BackupProblem(`The restored table ${name} differs from the one in the backup.`);
