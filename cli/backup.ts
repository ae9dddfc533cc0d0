import { formatBytes, formatDuration } from '@dfm/contracts/quantity';
import { backUp } from '../launcher/backup/back-up.ts';
import { deleteOld, fileInFolder, isFolder } from '../launcher/backup/backup-folder.ts';
import { BackupProblem } from '../launcher/backup/backup-problem.ts';
import { thisInstallation } from '../launcher/backup/installation.ts';
import { backupCommand } from './backup-command.ts';
import { terminal, type Output } from './output.ts';

const usage = `Usage: dfm backup <file|folder> [--passphrase-file <file>] [--keep-days <days>]

Writes the database, the content and the secrets of an installation into one file, while the site runs. In a folder, its
name has the time. Needs the same environment as the site: DATA_DIR, DATABASE_URL and so on.
  --passphrase-file  encrypt the backup with the first line of this file
  --keep-days        then delete what this command wrote into the folder and is older than these days

Exit code: 0 the backup is complete, 1 there is none, 2 invalid arguments.
`;

/** `dfm backup`. @returns the exit code */
export function backup(args: string[], output: Output = terminal): Promise<number> {
  const now = new Date();
  return backupCommand(
    args,
    { usage, numbers: ['keep-days'] },
    output,
    async ({ path, passphrase, numbers }, signal) => {
      const days = numbers.get('keep-days');
      if (days !== undefined && !isFolder(path)) throw new BackupProblem(`${path} is not a folder.`);
      const isEncrypted = passphrase !== undefined;
      const file = isFolder(path) ? fileInFolder(path, { now, isEncrypted }) : path;
      const bytes = await backUp(thisInstallation(), { file, passphrase }, signal);
      const deleted = days === undefined ? 0 : await deleteOld(path, { days, now });
      return [
        `✓ ${file}: ${formatBytes(bytes)}  (${formatDuration(Date.now() - now.getTime())})`,
        ...(deleted > 0 ? [`${deleted} older than ${days} days deleted`] : []),
      ].join('\n');
    },
  );
}
