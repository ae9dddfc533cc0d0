/** The previous release of the site with the database of this version, as during an update. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseServer, TEMPLATE, urlOf } from './database-server.ts';
import { type SchemaFacts, schemaFacts, unusableBy } from './schema-differences.ts';

/** Loaded by Node itself, because vitest lacks import.meta.resolve. */
const { schemaDiff } = createRequire(import.meta.url)(
  '../../launcher/migrate.ts',
) as typeof import('../../launcher/migrate.ts');

const previous = join(import.meta.dirname, '../../prisma/previous-release.prisma');
const clients: Client[] = [];
async function connect(database: string): Promise<Client> {
  const client = new Client({ connectionString: urlOf(databaseServer(), database) });
  await client.connect();
  clients.push(client);
  return client;
}

const name = `release_${randomBytes(6).toString('hex')}`;
let admin: Client;
let empty: Client;
beforeAll(async () => {
  admin = await connect('postgres');
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  empty = await connect(name);
});
afterAll(async () => {
  await empty.end();
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await Promise.all(clients.map((client) => client.end()));
});

/** What an empty database has after some SQL. */
async function factsAfter(sql: string): Promise<SchemaFacts> {
  await empty.query('BEGIN');
  try {
    await empty.query(sql);
    return await schemaFacts(empty);
  } finally {
    await empty.query('ROLLBACK');
  }
}

test('the previous release works with the database of this version', async () => {
  const used = await factsAfter(
    await schemaDiff(undefined, await readFile(previous, 'utf8'), databaseServer()),
  );
  expect(used.columns.size).toBeGreaterThan(100);
  expect(unusableBy(used, await schemaFacts(await connect(TEMPLATE)))).toEqual([]);
});

const made = `CREATE TYPE kind AS ENUM ('a', 'b');
  CREATE TABLE owner (id int PRIMARY KEY);
  CREATE TABLE note (text text);
  CREATE TABLE run (id int PRIMARY KEY, kind kind NOT NULL DEFAULT 'a', score int, owner int, key text NOT NULL);
  CREATE UNIQUE INDEX run_key ON run (key);`;

test.each([
  ['a column is dropped', 'ALTER TABLE run DROP COLUMN score', 'run.score is gone'],
  ['a column is renamed', 'ALTER TABLE run RENAME score TO points', 'run.score is gone'],
  ['a table is dropped', 'DROP TABLE note', 'note.text is gone'],
  ['a type is changed', 'ALTER TABLE run ALTER score TYPE bigint', 'run.score is bigint instead of integer'],
  ['a value is required', 'ALTER TABLE run ALTER score SET NOT NULL', 'run.score requires a value'],
  ['a default is dropped', 'ALTER TABLE run ALTER kind DROP DEFAULT', 'run.kind has no default any more'],
  [
    'a new column requires a value',
    'ALTER TABLE run ADD a int NOT NULL',
    'run.a is new and requires a value',
  ],
  ['a label is renamed', `ALTER TYPE kind RENAME VALUE 'b' TO 'c'`, 'the label kind b is gone'],
  [
    'a unique index is dropped',
    'DROP INDEX run_key',
    'gone: CREATE UNIQUE INDEX ON public.run USING btree (key)',
  ],
  [
    'old columns become unique',
    'CREATE UNIQUE INDEX ON run (owner, score)',
    'rows may be refused: CREATE UNIQUE INDEX ON public.run USING btree (owner, score)',
  ],
  [
    'an old column gets a foreign key',
    'ALTER TABLE run ADD FOREIGN KEY (owner) REFERENCES owner (id)',
    'rows may be refused: run FOREIGN KEY (owner) REFERENCES owner(id)',
  ],
  [
    'an old column is checked',
    'ALTER TABLE run ADD CHECK (score < 101)',
    'rows may be refused: run CHECK ((score < 101))',
  ],
])('it would not work if %s', async (_name, sql, expected) => {
  expect(unusableBy(await factsAfter(made), await factsAfter(`${made} ${sql}`))).toEqual([expected]);
});

test('a migration may add tables, columns, labels and indexes', async () => {
  const later = await factsAfter(`${made}
    ALTER TYPE kind ADD VALUE 'c';
    CREATE TABLE more (id int PRIMARY KEY, run int NOT NULL UNIQUE REFERENCES run (id));
    ALTER TABLE run ADD a int REFERENCES owner (id), ADD b text NOT NULL DEFAULT '', ADD CHECK (a < 9);
    ALTER TABLE run ALTER key DROP NOT NULL, ALTER score SET DEFAULT 0;
    CREATE UNIQUE INDEX ON run (owner, a);
    ALTER INDEX run_key RENAME TO key_of_run;`);
  expect(unusableBy(await factsAfter(made), later)).toEqual([]);
});
