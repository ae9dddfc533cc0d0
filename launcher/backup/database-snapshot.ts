import { Client, escapeIdentifier } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Table } from './manifest.ts';

/** All rows of a database as of one moment, while it is in use. */
export interface DatabaseSnapshot {
  /** Version of the server. */
  postgres: string;
  migrations: string[];
  tables: Table[];
  /** The rows of a table as text for COPY. One table at a time. */
  rowsOf(table: Table): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** Opens a snapshot. Nothing waits for it except migrations. */
export async function openSnapshot(databaseUrl: string): Promise<DatabaseSnapshot> {
  const client = await connect(databaseUrl);
  try {
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`);
    const tables = await tablesOf(client);
    // The columns stay as they were read.
    if (tables.length > 0)
      await client.query(
        `LOCK TABLE ${tables.map(({ name }) => escapeIdentifier(name)).join(', ')} IN ACCESS SHARE MODE`,
      );
    const version = await client.query<{ server_version: string }>('SHOW server_version');
    const migrations = await client.query<{ name: string }>(
      `SELECT migration_name AS name FROM _prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
    );
    return {
      postgres: version.rows[0]!.server_version,
      migrations: migrations.rows.map(({ name }) => name),
      tables,
      rowsOf: (table) => rowsOf(client, table),
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** A connection whose settings do not depend on the server's: for text that every server reads the same. */
export async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  // The query in progress reports it too.
  client.on('error', () => {});
  await client.connect();
  await client.query(
    'SET datestyle = ISO; SET intervalstyle = postgres; SET synchronize_seqscans = off; SET statement_timeout = 0',
  );
  return client;
}

/** The rows of a table as text for COPY, in the order in which they are stored. Each chunk has complete rows. */
export async function* rowsOf(client: Client, table: Table): AsyncGenerator<Buffer> {
  const begun: Buffer[] = [];
  for await (const chunk of client.query(copyTo(`COPY ${withColumns(table)} TO STDOUT`))) {
    const bytes = chunk as Buffer;
    // Within a row, a line feed is escaped.
    const end = bytes.lastIndexOf('\n') + 1;
    if (end > 0) yield Buffer.concat([...begun.splice(0), bytes.subarray(0, end)]);
    begun.push(bytes.subarray(end));
  }
}

/** A table with the columns that are copied. */
export const withColumns = ({ name, columns }: Table): string =>
  `${escapeIdentifier(name)} (${columns.map(escapeIdentifier).join(', ')})`;

/** All tables except the record of migrations, which the restore writes itself. */
async function tablesOf(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT relname::text AS name, array_agg(attname::text ORDER BY attnum) AS columns
     FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations'
       AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
     GROUP BY relname ORDER BY relname`,
  );
  return rows;
}
