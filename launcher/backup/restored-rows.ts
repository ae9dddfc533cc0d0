import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { inParts, sha256 } from './archive.ts';
import { BackupProblem } from './backup-problem.ts';
import { rowsOf, withColumns } from './database-snapshot.ts';
import type { Table } from './manifest.ts';

/** Statements that remove an index or a constraint, and create it again. */
interface Removable {
  remove: string;
  create: string;
}

/**
 * All indexes and all constraints that need one, in an order in which they can be removed: foreign keys refer
 * to unique columns.
 */
const REMOVABLES = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS remove,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS create,
    CASE contype WHEN 'f' THEN 1 ELSE 2 END AS position
  FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'p', 'u', 'x')
  UNION ALL
  SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid), 3
  FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
  WHERE relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
  ORDER BY position`;

/** For sorting. The default is 64 MB, with which large indexes are merged from many parts. */
const SORT_MEMORY = '256MB';

/**
 * Lets `fill` store rows in empty tables. Indexes and constraints are removed in the meantime, so that the
 * order of the tables does not matter, and rows are sorted once and not one by one. Nothing is kept if it
 * fails.
 */
export async function inOneTransaction(client: Client, fill: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  const { rows: removables } = await client.query<Removable>(REMOVABLES);
  for (const { remove } of removables) await client.query(remove);
  await fill();
  await client.query(`SET LOCAL maintenance_work_mem = '${SORT_MEMORY}'`);
  for (const { create } of removables.toReversed()) await client.query(create);
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
