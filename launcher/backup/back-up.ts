import { execFile } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { bundleOf } from '@dfm/content-store/bundle';
import { z } from 'zod';
import { clusterOf, startDatabase } from '../database.ts';
import { contentStoreOf, takeOverRestored } from '../restored.ts';
import { knownSecret } from '../secrets.ts';
import { encrypted } from './age.ts';
import { archived, compression, type Entry, inParts } from './archive.ts';
import { BackupProblem, explained } from './backup-problem.ts';
import { type DatabaseSnapshot, openSnapshot } from './database-snapshot.ts';
import { contentFiles, type Installation, root, SECRETS } from './installation.ts';
import { recordBackup } from './last-backup.ts';
import { FORMAT, imageSchema, type Manifest } from './manifest.ts';

export interface BackupTarget {
  /** Must not exist. */
  file: string;
  /** Undefined: not encrypted. */
  passphrase: string | undefined;
}

/**
 * Writes a backup of an installation, which may be in use. The file has its name only when it is complete.
 *
 * @returns its bytes
 * @throws BackupProblem
 */
export async function backUp(
  installation: Installation,
  { file, passphrase }: BackupTarget,
  signal: AbortSignal,
): Promise<number> {
  if (existsSync(file)) throw new BackupProblem(`${file} already exists.`);
  await takeOverRestored(installation.dataDir);
  if (installation.databaseUrl === undefined && !existsSync(clusterOf(installation.dataDir)))
    throw new BackupProblem(
      `${installation.dataDir} has no database. Set DATA_DIR, or DATABASE_URL, as for the site.`,
    );
  const secrets = secretsOf(installation.dataDir);
  const database = await startDatabase(installation.dataDir, { external: installation.databaseUrl });
  try {
    const snapshot = await openSnapshot(database.url);
    try {
      const manifest = await manifestOf(snapshot, installation);
      await write(entriesOf(installation, manifest, snapshot, secrets), { file, passphrase }, signal);
    } finally {
      await snapshot.close();
    }
  } finally {
    if (!database.wasRunning) await database.stop();
  }
  await recordBackup(installation.dataDir, file);
  return (await stat(file)).size;
}

/** @throws BackupProblem if one is not known: what is encrypted with it would be lost */
function secretsOf(dataDir: string): Map<string, string> {
  return new Map(
    SECRETS.map((name) => {
      const secret = knownSecret(dataDir, name);
      if (secret === undefined)
        throw new BackupProblem(
          `${name} is not set, and ${dataDir} does not have it. Set it to the value that the site uses.`,
        );
      return [name, secret];
    }),
  );
}

/** Everything that is in a backup. What the database refers to comes after it. */
async function* entriesOf(
  { dataDir, contentDir }: Installation,
  manifest: Manifest,
  snapshot: DatabaseSnapshot,
  secrets: Map<string, string>,
): AsyncGenerator<Entry> {
  yield { path: 'manifest.json', bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) };
  for (const [name, secret] of secrets) yield { path: `secrets/${name}`, bytes: Buffer.from(secret) };
  for (const table of manifest.tables) yield* inParts(`database/${table.name}`, snapshot.rowsOf(table));
  const store = contentStoreOf(dataDir);
  if (existsSync(store)) yield* inParts('content-store.bundle', bundleOf(store));
  for await (const { path, ...file } of contentFiles(contentDir)) yield { path: `content/${path}`, ...file };
}

async function manifestOf(snapshot: DatabaseSnapshot, { shelfDir }: Installation): Promise<Manifest> {
  const { postgres, migrations, tables } = snapshot;
  const shelf = await Promise.all(
    ['images.json', 'services.json'].map((name) =>
      readFile(join(shelfDir, name), 'utf8').then(
        (text) => z.array(imageSchema).parse(JSON.parse(text)),
        // A site whose runners are on other machines has no shelf.
        () => [],
      ),
    ),
  );
  return {
    format: FORMAT,
    madeAt: new Date().toISOString(),
    commit: await commitOfClone(),
    postgres,
    migrations,
    tables,
    shelf: shelf.flat(),
  };
}

function commitOfClone(): Promise<string | null> {
  return promisify(execFile)('git', ['-C', root, 'rev-parse', 'HEAD']).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
}

async function write(
  entries: AsyncIterable<Entry>,
  { file, passphrase }: BackupTarget,
  signal: AbortSignal,
): Promise<void> {
  const unfinished = `${file}.unfinished`;
  if (existsSync(unfinished))
    throw new BackupProblem(
      `${unfinished} exists: a backup is being written there, or was killed. Remove it in the second case.`,
    );
  try {
    await pipeline(
      archived(entries),
      compression(),
      (bytes: AsyncIterable<Buffer>) => (passphrase === undefined ? bytes : encrypted(bytes, passphrase)),
      createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true }),
      { signal },
    );
    await rename(unfinished, file);
    const folder = await open(dirname(file));
    await folder.sync();
    await folder.close();
  } catch (error) {
    await rm(unfinished, { force: true });
    throw explained(error, dirname(file));
  }
}
