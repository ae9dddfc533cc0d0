import { statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupProblem } from './backup-problem.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Names sort by time. Colons are not allowed in file names everywhere. */
const NAME = /^course-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z\.tar\.gz(?:\.age)?(?:\.unfinished)?$/;

/** Whether backups are written to and read from a path as a folder. */
export const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** The file of a backup in a folder of backups, with the time in its name. */
export function fileInFolder(
  folder: string,
  { now, isEncrypted }: { now: Date; isEncrypted: boolean },
): string {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-');
  return join(folder, `course-${time}Z.tar.gz${isEncrypted ? '.age' : ''}`);
}

/** The newest complete backup in a folder. @throws BackupProblem if there is none */
export async function newestIn(folder: string): Promise<string> {
  const newest = (await readdir(folder))
    .filter((name) => NAME.test(name) && !name.endsWith('.unfinished'))
    .toSorted()
    .at(-1);
  if (newest === undefined)
    throw new BackupProblem(
      `${folder} has no file with a name that dfm backup gives, such as course-….tar.gz.`,
    );
  return join(folder, newest);
}

/**
 * Deletes the backups in a folder that are older than some days, by the time in their names, and what backups
 * of that age left that were killed.
 *
 * @returns how many files were deleted
 */
export async function deleteOld(folder: string, { days, now }: { days: number; now: Date }): Promise<number> {
  const old = (await readdir(folder)).filter((name) => {
    const [, day, hours, minutes, seconds] = NAME.exec(name) ?? [];
    return (
      day !== undefined &&
      now.getTime() - Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`) > days * DAY_MS
    );
  });
  for (const name of old) await rm(join(folder, name));
  return old.length;
}
