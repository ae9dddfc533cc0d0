import { formatDuration } from '@dfm/contracts/quantity';
import { isFolder, newestIn } from '../launcher/backup/backup-folder.ts';
import { type Installation, thisInstallation } from '../launcher/backup/installation.ts';
import { checkRestore, restore as restoreBackup } from '../launcher/backup/restore.ts';
import { backupCommand } from './backup-command.ts';
import { terminal, type Output } from './output.ts';

const usage = `Usage: dfm restore <file|folder> [--passphrase-file <file>] [--check]

Restores a backup into an installation without data: the one that npm start would run with the same environment. Of a
folder, the newest backup that dfm backup has named. The file is read to its end before anything is written.
  --passphrase-file  file whose first line is the passphrase of the backup
  --check            restore into a new database, compare every row with the backup, and remove it; the site may run

Exit code: 0 restored, or with --check: it can be, 1 it cannot, 2 invalid arguments.
`;

/** `dfm restore`. @returns the exit code */
export function restore(args: string[], output: Output = terminal): Promise<number> {
  const startedAt = Date.now();
  const elapsed = () => `(${formatDuration(Date.now() - startedAt)})`;
  return backupCommand(
    args,
    { usage, flags: ['check'] },
    output,
    async ({ path, flags, passphrase }, signal) => {
      const file = isFolder(path) ? await newestIn(path) : path;
      const installation = thisInstallation();
      if (flags.has('check')) {
        await checkRestore(installation, { file, passphrase }, signal);
        return `✓ ${file} can be restored, and every row is as in the backup  ${elapsed()}`;
      }
      const notes = await restoreBackup(installation, { file, passphrase }, signal);
      return [`✓ ${file} restored to ${placeOf(installation)}  ${elapsed()}`, ...notes].join('\n');
    },
  );
}

const placeOf = ({ dataDir, databaseUrl }: Installation): string =>
  databaseUrl === undefined ? dataDir : `the database at DATABASE_URL and ${dataDir}`;
