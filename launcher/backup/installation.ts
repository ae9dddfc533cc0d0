import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { hasEmbeddedPostgres } from '../database.ts';
import { BackupProblem } from './backup-problem.ts';

export const root = join(import.meta.dirname, '../..');

/** Where the parts of an installation are that a backup has. */
export interface Installation {
  dataDir: string;
  /** Undefined for the embedded PostgreSQL. */
  databaseUrl: string | undefined;
  /** A database on the server that is used for drills; undefined for the embedded PostgreSQL. */
  drillServer: string | undefined;
  contentDir: string;
  shelfDir: string;
}

/** Secrets that what is stored depends on, and that runners on other machines have. */
export const SECRETS = ['AUTH_SECRET', 'RUNNER_TOKEN'];

/**
 * The installation that `npm start` or the image of the site runs with the same environment.
 *
 * @throws BackupProblem if it has no database
 */
export function thisInstallation(): Installation {
  const { DATA_DIR, DATABASE_URL, CONTENT_DIR, SHELF_DIR } = process.env;
  if (!DATABASE_URL && !hasEmbeddedPostgres())
    throw new BackupProblem('DATABASE_URL is not set. Set it to the value that the site uses.');
  const dataDir = resolve(DATA_DIR || join(root, '.data'));
  return {
    dataDir,
    databaseUrl: DATABASE_URL || undefined,
    drillServer: hasEmbeddedPostgres() ? undefined : DATABASE_URL,
    contentDir: resolve(CONTENT_DIR || join(root, 'content')),
    shelfDir: resolve(SHELF_DIR || join(dataDir, 'shelf')),
  };
}

/** Every file of the content, in the order of the paths. */
export async function* contentFiles(contentDir: string): AsyncGenerator<{
  path: string;
  bytes: Buffer;
  executable: boolean;
}> {
  const entries = await readdir(contentDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) {
    const { mode } = await stat(file);
    yield {
      path: relative(contentDir, file),
      bytes: await readFile(file),
      executable: (mode & 0o100) !== 0,
    };
  }
}
