import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const recordSchema = z.object({ at: z.coerce.date(), file: z.string() });
const recordOf = (dataDir: string): string => join(dataDir, 'last-backup.json');

/**
 * Records that a backup is complete, for `dfm doctor`. Never fails: without the record, the backup is as
 * good.
 */
export async function recordBackup(dataDir: string, file: string): Promise<void> {
  const record = recordOf(dataDir);
  const text = `${JSON.stringify({ at: new Date(), file })}\n`;
  await writeFile(`${record}.new`, text)
    .then(() => rename(`${record}.new`, record))
    .catch(() => {});
}

/** The last backup that was completed with this data folder; undefined if none is known. */
export async function lastBackup(dataDir: string): Promise<{ at: Date; file: string } | undefined> {
  const text = await readFile(recordOf(dataDir), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
}
