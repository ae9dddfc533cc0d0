import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { storeFromBundle } from '@dfm/content-store/bundle';
import { formatBytes } from '@dfm/contracts/quantity';
import type { Client } from 'pg';
import { clusterOf, startDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { giveToOwner } from '../owner.ts';
import {
  contentStoreOf,
  restoredFolder,
  takeOverRestored,
  unfinishedFolder,
  unfinishedStore,
} from '../restored.ts';
import { keepSecret, secretFile, secretsFolder } from '../secrets.ts';
import { type ReadEntry, readArchive, sha256, whole } from './archive.ts';
import { BackupProblem, explained } from './backup-problem.ts';
import { connect } from './database-snapshot.ts';
import { inDrillDatabase } from './drill-database.ts';
import { entryKind } from './entry-kind.ts';
import { contentFiles, type Installation } from './installation.ts';
import { type BackupSource, type ReadBackup, readBackup } from './read-backup.ts';
import { compareRows, inOneTransaction, storeRows } from './restored-rows.ts';

/** Folder below DATA_DIR with the content of a backup, if it is not the one that is installed. */
const CONTENT = 'content-of-backup';

/** Where a backup is restored. */
interface Destination {
  /** Gets the embedded database, the secrets, and the content if it differs. */
  folder: string;
  store: string;
  databaseUrl: string | undefined;
}

/**
 * Restores a backup into an installation without data. It is read to its end before anything is written. If
 * the restore fails or is stopped, the installation is as before.
 *
 * @returns what the operator has to know about this backup, as sentences
 * @throws BackupProblem
 */
export async function restore(
  installation: Installation,
  source: BackupSource,
  signal: AbortSignal,
): Promise<string[]> {
  const { dataDir, databaseUrl } = installation;
  await takeOverRestored(dataDir);
  await refuseData(installation);
  const backup = await readBackup(source);
  const folder = unfinishedFolder(dataDir);
  const store = unfinishedStore(dataDir);
  await removeUnfinished(folder, store);
  let notes: string[];
  try {
    notes = await fill({ folder, store, databaseUrl }, { source, backup, installation, signal });
    // Otherwise, a power failure could leave the name below without the files.
    await promisify(execFile)('sync', ['--file-system', folder]);
    await rename(folder, restoredFolder(dataDir));
  } catch (error) {
    await removeUnfinished(folder, store);
    throw explained(error, dataDir);
  }
  await takeOverRestored(dataDir);
  await giveToOwner();
  return notes;
}

/**
 * Restores a backup into a new database of its own, compares every row with the checksums of the backup, and
 * removes what was restored. Works while the site runs.
 *
 * @throws BackupProblem
 */
export async function checkRestore(
  installation: Installation,
  source: BackupSource,
  signal: AbortSignal,
): Promise<void> {
  const backup = await readBackup(source);
  const folder = join(installation.dataDir, 'restore-check');
  const store = join(folder, 'content-store');
  await removeUnfinished(folder, store);
  const filled = (databaseUrl?: string) =>
    fill({ folder, store, databaseUrl }, { source, backup, installation, signal, compares: true });
  try {
    const { drillServer } = installation;
    await (drillServer === undefined ? filled() : inDrillDatabase(drillServer, filled));
  } catch (error) {
    throw explained(error, installation.dataDir);
  } finally {
    await removeUnfinished(folder, store);
  }
}

/** @throws BackupProblem if there is anything that a restore would replace */
async function refuseData({ dataDir, databaseUrl }: Installation): Promise<void> {
  const places = [contentStoreOf(dataDir), secretsFolder(dataDir), join(dataDir, CONTENT)];
  if (databaseUrl === undefined) places.unshift(clusterOf(dataDir));
  const existing = places.filter((place) => existsSync(place));
  if (existing.length > 0)
    throw new BackupProblem(
      `A backup is restored only where there is no data, and there is ${existing.join(', ')}. Stop the site and move that elsewhere, or set DATA_DIR to a new folder.`,
    );
  if (databaseUrl === undefined) return;
  const client = await connect(databaseUrl);
  try {
    const { rowCount } = await client.query(
      `SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    );
    if (rowCount !== 0)
      throw new BackupProblem(
        'A backup is restored only into an empty database, and the one at DATABASE_URL has tables. Create a new one.',
      );
  } finally {
    await client.end();
  }
}

/** Removes what a restore left that failed or was killed, also its database server. */
async function removeUnfinished(folder: string, store: string): Promise<void> {
  // It has the server's process ID and is removed when the server stops.
  if (existsSync(join(clusterOf(folder), 'postmaster.pid')))
    await (await startDatabase(folder, { external: undefined })).stop();
  await rm(folder, { recursive: true, force: true });
  await rm(store, { recursive: true, force: true });
}

interface Filling {
  source: BackupSource;
  backup: ReadBackup;
  installation: Installation;
  signal: AbortSignal;
  /** Whether the rows are compared with the checksums of the backup. */
  compares?: boolean;
}

/** Restores everything into a destination. The database server is stopped at the end. */
async function fill(destination: Destination, filling: Filling): Promise<string[]> {
  const { folder, store, databaseUrl } = destination;
  const { source, backup, installation, signal, compares = false } = filling;
  await mkdir(folder, { recursive: true });
  if (databaseUrl === undefined) await refuseFullDisk(folder, backup.bytes);
  const keepsContent = !(await hasContent(installation.contentDir, backup.sums));
  const bundle = join(folder, 'content-store.bundle');
  const notes: string[] = [];
  const place = async ({ path, executable, bytes }: ReadEntry, client: Client): Promise<void> => {
    const entry = entryKind(path, backup.manifest);
    if (entry?.kind === 'rows') await storeRows(client, entry.table, bytes);
    else if (entry?.kind === 'secret') {
      const secret = (await whole(bytes)).toString();
      keepSecret(folder, entry.name, secret);
      const note = secretNote(installation.dataDir, entry.name, secret);
      if (note !== undefined) notes.push(note);
    } else if (entry?.kind === 'bundle') await writeFile(bundle, bytes, { flag: 'a', mode: 0o600 });
    else if (entry?.kind === 'content' && keepsContent)
      await placeContent(join(folder, CONTENT, entry.path), { executable, bytes });
  };

  const database = await startDatabase(folder, { external: databaseUrl });
  try {
    const { manifest, sums } = backup;
    await migrate(database.url, { names: manifest.migrations });
    const client = await connect(database.url);
    try {
      await inOneTransaction(client, async () => {
        await readArchive(source.file, source.passphrase, async (entry) => {
          signal.throwIfAborted();
          await place(entry, client);
        });
      });
      if (compares) await compareRows(client, manifest.tables, sums);
    } finally {
      await client.end();
    }
    // Those that this version has and the backup lacks.
    await migrate(database.url);
  } finally {
    if (databaseUrl === undefined) await database.stop();
  }
  if (existsSync(bundle)) {
    await storeFromBundle(bundle, store);
    await rm(bundle);
  }
  if (keepsContent)
    notes.push(
      `The content of the backup differs from ${installation.contentDir}, so it is in ${join(installation.dataDir, CONTENT)}. To use it, compare the two, or start the site with CONTENT_DIR set to that folder.`,
    );
  return notes;
}

/** @returns what to do about a secret if the environment has a different one */
function secretNote(dataDir: string, name: string, secret: string): string | undefined {
  const given = process.env[name];
  if (!given || given === secret) return undefined;
  return `${name} is set to a value that is not the one of the backup, which is in ${secretFile(dataDir, name)}. Use that one, unless the new value is intended.`;
}

async function placeContent(
  file: string,
  { executable, bytes }: Pick<ReadEntry, 'executable' | 'bytes'>,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes, { mode: executable ? 0o755 : 0o644 });
}

/** Whether a folder has exactly the content of a backup. @param sums by path in the backup */
async function hasContent(contentDir: string, sums: ReadonlyMap<string, string>): Promise<boolean> {
  let files = 0;
  for await (const { path, bytes } of contentFiles(contentDir)) {
    files += 1;
    if (sums.get(`content/${path}`) !== sha256(bytes)) return false;
  }
  return files === [...sums.keys()].filter((path) => path.startsWith('content/')).length;
}

/** @param bytes of the backup, uncompressed: the least that it takes */
async function refuseFullDisk(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes)
    throw new BackupProblem(
      `Restoring takes at least ${formatBytes(bytes)}, and ${formatBytes(bavail * bsize)} are free at ${folder}.`,
    );
}
