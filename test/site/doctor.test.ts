/** The checks of `dfm doctor` that need a database. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runningDatabaseUrl } from '../../launcher/database.ts';
import type { Check } from '../../launcher/doctor/check.ts';
import { database } from '../../launcher/doctor/database.ts';
import { examinedWith } from '../../launcher/doctor/examined.ts';
import { lti } from '../../launcher/doctor/lti.ts';
import { withDatabase } from '../../launcher/doctor/open-database.ts';
import { toolKeySet } from '../../lib/lti/keys.ts';
import { databaseServer } from './database-server.ts';
import { openSite, type Site } from './site.ts';

let site: Site;
let keySet: object = { keys: [] };
const server = createServer((_request, response) => void response.end(JSON.stringify(keySet)));
beforeAll(async () => {
  site = await openSite();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(async () => {
  server.close();
  await site.close();
});

const { signal } = new AbortController();

/** The results of a check, with the environment of this site. */
async function found(check: Check, change: Record<string, string> = {}): Promise<string[]> {
  const variables = {
    DATA_DIR: '/nowhere',
    DATABASE_URL: site.databaseUrl,
    AUTH_SECRET: process.env.AUTH_SECRET!,
    SITE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...change,
  };
  const findings = await check.run(examinedWith(variables, false), signal);
  return findings.map(({ result, saw }) => `${result}: ${saw}`);
}

test('a database with every migration, and one without the last', async () => {
  expect(await found(database)).toEqual([
    expect.stringMatching(/^good: PostgreSQL \d+, UTF8, \d+ migrations, /),
  ]);
  const [last] = await site.query<{ name: string }>(
    'SELECT max(migration_name) AS name FROM _prisma_migrations',
  );
  await site.query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = $1', [
    last!.name,
  ]);
  expect(await found(database)).toEqual([`problem: a migration is not applied: ${last!.name}`]);
  await site.query('UPDATE _prisma_migrations SET rolled_back_at = NULL WHERE migration_name = $1', [
    last!.name,
  ]);
});

test('a database without tables, and none', async () => {
  const other = (change: (url: URL) => void) => {
    const url = new URL(site.databaseUrl);
    change(url);
    return { DATABASE_URL: url.href };
  };
  expect(
    await found(
      database,
      other((url) => (url.pathname = '/postgres')),
    ),
  ).toEqual(['problem: the database has no tables of the site']);
  const [wrong] = await found(
    database,
    other((url) => (url.password = 'wrong')),
  );
  expect(wrong).toMatch(/^problem: .* cannot be used: password authentication failed/);
  const [refused] = await found(
    database,
    other((url) => (url.port = '1')),
  );
  expect(refused).toMatch(/^problem: 127\.0\.0\.1\/site_\w+ cannot be used: .*ECONNREFUSED/);
  await expect(
    found(
      lti,
      other((url) => (url.port = '1')),
    ),
  ).rejects.toThrow('the database cannot be reached');
});

test('the database of an installation is found while it runs', async () => {
  const ofTests = join(process.env.DATA_DIR ?? '.data', 'test/database');
  expect(await runningDatabaseUrl(ofTests)).toBe(databaseServer());
  expect(await found(database, { DATABASE_URL: '', DATA_DIR: ofTests })).toEqual([
    'problem: the database has no tables of the site',
  ]);
  const stopped = await mkdtemp(join(tmpdir(), 'doctor-'));
  await mkdir(join(stopped, 'postgres'));
  await expect(found(database, { DATABASE_URL: '', DATA_DIR: stopped })).rejects.toThrow(
    'no database runs in',
  );
  await rm(stopped, { recursive: true });
});

test('nothing can be written', async () => {
  const writing = withDatabase(new URL(site.databaseUrl), signal, (client) =>
    client.query(`INSERT INTO course (id, name) VALUES ('x', 'x')`),
  );
  await expect(writing).rejects.toThrow('read-only transaction');
});

test('the key for LMS, before there is an LMS and until the site serves it', async () => {
  await expect(found(lti)).rejects.toThrow('no LMS is connected');
  await site.query(`INSERT INTO course (id, name) VALUES ('c', 'Course')`);
  await site.query(
    `INSERT INTO lti_platform (id, course_id, name, issuer, client_id, auth_url, token_url, jwks_url)
     VALUES ('p', 'c', 'LMS', 'https://lms.example', 'x', 'https://a', 'https://b', 'https://c')`,
  );
  expect(await found(lti)).toEqual(['warning: an LMS is connected, and there is no key yet']);
  const made = await toolKeySet();
  expect(await found(lti)).toEqual([expect.stringContaining('does not have the key of this database')]);
  keySet = made;
  expect(await found(lti)).toEqual(['good: one key of 2048 bits, served by the site']);
  expect(await found(lti, { AUTH_SECRET: 'x'.repeat(32) })).toEqual([
    expect.stringContaining('cannot be read with this AUTH_SECRET'),
  ]);
});
