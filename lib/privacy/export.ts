import 'server-only';
import { Client } from 'pg';
import { Prisma } from '../db/client.ts';
import { env } from '../platform/env.ts';
import type { ExportFormat } from './export-format.ts';
import { tablesOfData } from './personal-data.ts';
import { quoted, rowsOf } from './rows-of.ts';
import type { Belonging, TableFacts } from './table-of-data.ts';

/** Rows in memory at the same time. A result may have several megabytes. */
const ROWS = 4;

/**
 * Everything that is stored about a person, as pieces of a file. Reads one state of the database, a few rows
 * at a time, as fast as the pieces are taken. A reader that pauses for a minute gets no more.
 */
export async function* exportOf(personId: string, format: ExportFormat): AsyncGenerator<string> {
  // A connection of its own: a slow reader would keep one of those that requests share.
  const client = new Client({
    connectionString: env().DATABASE_URL,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
  });
  // The next query fails; without a listener, the process would end.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = '60s'`);
    yield format.begin(new Date());
    for (const [table, facts] of tablesOfData) {
      if (facts.belongsTo.length === 0) continue;
      yield format.beginTable(table, facts);
      let isFirst = true;
      for await (const row of rows(client, table, ownRows(table, facts, personId))) {
        yield format.row(row, isFirst);
        isFirst = false;
      }
      yield format.endTable(isFirst);
    }
    yield format.end();
  } finally {
    await client.end();
  }
}

async function* rows(client: Client, table: string, query: Prisma.Sql): AsyncGenerator<string> {
  const cursor = `"rows of ${table}"`;
  await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${query.text}`, query.values);
  for (;;) {
    const fetched = await client.query<{ row: string }>(`FETCH ${ROWS} FROM ${cursor}`);
    for (const { row } of fetched.rows) yield row;
    if (fetched.rows.length < ROWS) break;
  }
  await client.query(`CLOSE ${cursor}`);
}

/** Selects the rows of a table that belong to a person, each as the text of a JSON object. */
function ownRows(table: string, { belongsTo, columns }: TableFacts, personId: string): Prisma.Sql {
  const secrets = columns.secret ?? [];
  const people = new Map(
    belongsTo
      .filter(({ of, isEmail }) => of === undefined && !isEmail)
      .map((belonging) => [belonging.column, belonging]),
  );
  const fields = Object.values(columns)
    .flat()
    .map((column) => {
      const value = secrets.includes(column)
        ? Prisma.sql`CASE WHEN own.${quoted(column)} IS NULL THEN NULL ELSE 'not included' END`
        : shown(column, people.get(column), personId);
      return Prisma.sql`${Prisma.raw(`'${column}'`)}, ${value}`;
    });
  const conditions = belongsTo.map((belonging) => rowsOf(belonging, personId));
  return Prisma.sql`
    SELECT json_build_object(${Prisma.join(fields)})::text AS row FROM ${quoted(table)} AS own
    WHERE ${Prisma.join(conditions, ' OR ')}`;
}

/** Staff who did something are named. Learners for whom the person did something are not. */
function shown(column: string, belonging: Belonging | undefined, personId: string): Prisma.Sql {
  const value = Prisma.sql`own.${quoted(column)}`;
  if (belonging === undefined) return value;
  const other =
    belonging.as === 'author'
      ? Prisma.sql`(SELECT name FROM "user" WHERE "user".id = ${value})`
      : Prisma.sql`CASE WHEN ${value} IS NULL THEN NULL ELSE 'someone else' END`;
  return Prisma.sql`CASE WHEN ${value} = ${personId} THEN ${value} ELSE ${other} END`;
}
