import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDatabase } from '../../launcher/database.ts';
import { migrate, schemaDiff } from '../../launcher/migrate.ts';
import { migrationNames } from '../../launcher/migration-names.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dfm-database-test-'));
});
afterAll(async () => {
  await (await start()).stop();
  await rm(dataDir, { recursive: true });
});

const start = () => startDatabase(dataDir, { external: undefined });
const postmaster = async () =>
  Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

/** Copies the owner of the database's files, because PostgreSQL accepts only its own files. */
async function ownedAs(from: string, to: string): Promise<void> {
  await promisify(execFile)('chown', ['-R', `--reference=${join(from, 'postgres')}`, join(to, 'postgres')]);
}

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

const structure = `
  SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS thing FROM information_schema.columns WHERE table_schema = 'public'
  UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION SELECT enumtypid::regtype || ' ' || enumlabel FROM pg_enum ORDER BY 1`;

test('migrations are applied only once', async () => {
  const { url } = await start();
  expect(await migrate(url)).toContainEqual(expect.stringMatching(/_initial$/));
  expect(await migrate(url)).toEqual([]);
});

test('a running server is reused, and a killed one is started again with its data', async () => {
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

describe('a data folder that is not at the path where its server was started', () => {
  const notes = (url: string) => query<{ text: string }>(url, 'SELECT text FROM note ORDER BY text');
  const write = (url: string, text: string) => query(url, `INSERT INTO note VALUES ('${text}')`);

  test('copied while the server ran: the copy has its own server and data, and so does the original', async () => {
    const original = await start();
    const pid = await postmaster();
    await query(original.url, 'CREATE TABLE note (text text)');
    await write(original.url, 'before');
    // Ensures that nothing is written and no file is removed during the copy.
    await query(original.url, 'CHECKPOINT');
    const copyDir = await mkdtemp(join(tmpdir(), 'dfm-database-copy-'));
    await cp(dataDir, copyDir, { recursive: true, preserveTimestamps: true });
    await ownedAs(dataDir, copyDir);

    const copy = await startDatabase(copyDir, { external: undefined });
    expect(new URL(copy.url).port).not.toBe(new URL(original.url).port);
    await write(copy.url, 'copy');
    await write(original.url, 'original');
    expect(await notes(copy.url)).toEqual([{ text: 'before' }, { text: 'copy' }]);
    expect(await notes(original.url)).toEqual([{ text: 'before' }, { text: 'original' }]);
    expect((await startDatabase(copyDir, { external: undefined })).url).toBe(copy.url);

    await copy.stop();
    expect(await postmaster()).toBe(pid);
    expect((await start()).url).toBe(original.url);
    expect(await notes(original.url)).toHaveLength(2);
    await rm(copyDir, { recursive: true });
  });

  test('reached by a different path: it is the same server', async () => {
    const link = `${dataDir}-link`;
    await symlink(dataDir, link);
    expect((await startDatabase(link, { external: undefined })).url).toBe((await start()).url);
    await rm(link);
  });

  test('moved while its server runs: the server is kept', async () => {
    const [{ url }, pid, before] = [await start(), await postmaster(), dataDir];
    dataDir = `${before}-elsewhere`;
    await rename(before, dataDir);
    expect((await start()).url).toBe(url);
    expect(await postmaster()).toBe(pid);
  });

  test('moved after the server was killed: the server starts with its data', async () => {
    const { url } = await start();
    await query(url, 'CREATE TABLE moved (n int)');
    process.kill(await postmaster(), 'SIGKILL');
    const before = dataDir;
    dataDir = `${before}-moved`;
    await rename(before, dataDir);
    expect(await query((await start()).url, 'SELECT n FROM moved')).toEqual([]);
  });
});

describe('a migration whose process is killed', () => {
  const interrupted = '20261124202809_content_reports';
  let names: string[];
  let url: string;
  const at = async (name: string) =>
    Object.assign(new URL((await start()).url), { pathname: `/${name}` }).href;
  beforeAll(async () => {
    const all = await migrationNames();
    names = all.slice(0, all.indexOf(interrupted) + 1);
    await query((await start()).url, 'CREATE DATABASE older');
    await migrate(await at('older'), { names: names.slice(0, -1) });
  });
  beforeEach(async () => {
    const name = `killed_${randomUUID().slice(0, 8)}`;
    await query((await start()).url, `CREATE DATABASE ${name} TEMPLATE older`);
    url = await at(name);
  });

  const record = () =>
    query(
      url,
      `SELECT finished_at IS NOT NULL AS applied, rolled_back_at IS NOT NULL AS undone FROM _prisma_migrations
       WHERE migration_name = '${interrupted}' ORDER BY started_at`,
    );

  /**
   * Starts it in a process of its own, and kills that in the middle: in front of each of its statements, the
   * server waits until `release`.
   */
  async function killInTheMiddle(): Promise<{ release(): Promise<void> }> {
    const holder = new Client({ connectionString: url });
    // The server is killed, too.
    holder.on('error', () => {});
    await holder.connect();
    await holder.query(`
      SELECT pg_advisory_lock(7);
      CREATE FUNCTION wait_for_holder() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
        WHILE EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 7) LOOP
          PERFORM pg_sleep(0.02);
        END LOOP;
      END $$;
      CREATE EVENT TRIGGER slow ON ddl_command_start EXECUTE FUNCTION wait_for_holder()`);
    const script = `import { migrate } from ${JSON.stringify(join(import.meta.dirname, '../../launcher/migrate.ts'))};
      await migrate(${JSON.stringify(url)}, ${JSON.stringify({ names })});`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' });
    const sleeping = `SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'`;
    await expect.poll(() => query(url, sleeping)).toHaveLength(1);
    child.kill('SIGKILL');
    await once(child, 'close');
    return { release: () => holder.end() };
  }

  test('together with the server is applied by the next start', async () => {
    await killInTheMiddle();
    process.kill(await postmaster(), 'SIGKILL');
    url = await at(new URL(url).pathname.slice(1));
    expect(await record()).toEqual([{ applied: false, undone: false }]);
    expect(await migrate(url, { names })).toEqual([interrupted]);
    expect(await record()).toEqual([
      { applied: false, undone: true },
      { applied: true, undone: false },
    ]);
  });

  test('and that the server still completes is applied once', async () => {
    const { release } = await killInTheMiddle();
    const next = migrate(url, { names });
    await release();
    expect(await next).toEqual([]);
    expect(await record()).toEqual([{ applied: true, undone: false }]);
  });

  test('of which an older version left a part is not touched', async () => {
    await query(
      url,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', '', '${interrupted}');
       CREATE TYPE part_kind AS ENUM ('lesson', 'exercise')`,
    );
    const before = await query(url, structure);
    await expect(migrate(url, { names })).rejects.toThrow(
      /content_reports was interrupted earlier.*type "part_kind" already exists.*docs\/operators\/updates.md/,
    );
    expect(await query(url, structure)).toEqual(before);
    expect(await record()).toEqual([{ applied: false, undone: false }]);
  });
});

test('a migration gives up when others use its table, and is applied when they have ended', async () => {
  const blocked = '20261125212526_labs_of_learners';
  const all = await migrationNames();
  const names = all.slice(0, all.indexOf(blocked) + 1);
  await query((await start()).url, 'CREATE DATABASE in_use');
  const url = Object.assign(new URL((await start()).url), { pathname: '/in_use' }).href;
  await migrate(url, { names: names.slice(0, -1) });

  const backup = new Client({ connectionString: url });
  await backup.connect();
  await backup.query('BEGIN; SELECT FROM terminal_session');
  const details: string[] = [];
  const migrating = migrate(url, { names, report: (detail) => details.push(detail) });
  await expect.poll(() => query(url, 'SELECT FROM pg_locks WHERE NOT granted')).toHaveLength(1);
  // It comes behind the migration, and would have to wait until the backup ends.
  await query(url, 'SELECT FROM terminal_session');
  await expect.poll(() => details).toEqual([expect.stringContaining('such as a backup')]);
  await backup.end();
  expect(await migrating).toEqual([blocked]);
});

test('a migration that meets a deadlock with the site is applied again', async () => {
  const last = '20261126150003_indexes_that_stay_the_same';
  const all = await migrationNames();
  const names = all.slice(0, all.indexOf(last) + 1);
  await query((await start()).url, 'CREATE DATABASE used');
  const url = Object.assign(new URL((await start()).url), { pathname: '/used' }).href;
  await migrate(url, { names: names.slice(0, -1) });

  const [writer, site] = [new Client({ connectionString: url }), new Client({ connectionString: url })];
  await Promise.all([writer.connect(), site.connect()]);
  const waiting = (count: number) =>
    expect.poll(() => query(url, 'SELECT FROM pg_locks WHERE NOT granted')).toHaveLength(count);
  await site.query("SET deadlock_timeout = '1min'; BEGIN; SELECT FROM run");
  await writer.query('BEGIN; LOCK TABLE run IN ROW EXCLUSIVE MODE');
  const migrating = migrate(url, { names });
  await waiting(1);
  // It waits behind the migration, which first creates indexes and then needs what the site has read.
  const written = site.query('LOCK TABLE run IN ROW EXCLUSIVE MODE; COMMIT');
  await waiting(2);
  await writer.query('COMMIT');
  await written;
  expect(await migrating).toEqual([last]);
  expect(
    await query(
      url,
      `SELECT finished_at IS NOT NULL AS applied FROM _prisma_migrations WHERE migration_name = '${last}' ORDER BY started_at`,
    ),
  ).toEqual([{ applied: false }, { applied: true }]);
  await Promise.all([writer.end(), site.end()]);
});

test('stopping ends the server, and stopping it again does nothing', async () => {
  const database = await start();
  const pid = await postmaster();
  await database.stop();
  await database.stop();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('an external database is neither started nor stopped', async () => {
  const database = await startDatabase(dataDir, { external: 'postgresql://elsewhere/db' });
  expect(database.url).toBe('postgresql://elsewhere/db');
  await database.stop();
});

test('the migrations create exactly the schema in schema.prisma', async () => {
  const { url } = await start();
  const at = (name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  for (const name of ['migrated', 'declared']) await query(url, `CREATE DATABASE ${name}`);
  await migrate(at('migrated'));
  await query(at('migrated'), 'DROP TABLE _prisma_migrations');
  await query(
    at('declared'),
    await schemaDiff(
      undefined,
      await readFile(join(import.meta.dirname, '../../prisma/schema.prisma'), 'utf8'),
      url,
    ),
  );
  const migrated = await query(at('migrated'), structure);
  expect(migrated.length).toBeGreaterThan(50);
  expect(migrated).toEqual(await query(at('declared'), structure));
});
