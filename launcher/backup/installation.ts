import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** Where the parts of an installation are that a backup has. */
export interface Installation {
  dataDir: string;
  /** Undefined for the embedded PostgreSQL. */
  databaseUrl: string | undefined;
  contentDir: string;
  shelfDir: string;
}

/** Secrets that what is stored depends on, and that runners on other machines have. */
export const SECRETS = ['AUTH_SECRET', 'RUNNER_TOKEN'];

/** The installation that `npm start` runs with the same environment. */
export function thisInstallation(): Installation {
  const { DATA_DIR, DATABASE_URL, CONTENT_DIR, SHELF_DIR } = process.env;
  const dataDir = resolve(DATA_DIR || join(root, '.data'));
  return {
    dataDir,
    databaseUrl: DATABASE_URL || undefined,
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
