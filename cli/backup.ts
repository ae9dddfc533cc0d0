import { formatBytes, formatDuration } from '@dfm/contracts/quantity';
import { backUp } from '../launcher/backup/back-up.ts';
import { thisInstallation } from '../launcher/backup/installation.ts';
import { backupCommand } from './backup-command.ts';
import { terminal, type Output } from './output.ts';

const usage = `Usage: dfm backup <file> [--passphrase-file <file>]

Writes the database, the content and the secrets of an installation into one file, while the site runs. Needs the same
environment as the site: DATA_DIR, DATABASE_URL and so on.
  --passphrase-file  encrypt the backup with the first line of this file

Exit code: 0 the backup is complete, 1 there is none, 2 invalid arguments.
`;

/** `dfm backup`. @returns the exit code */
export function backup(args: string[], output: Output = terminal): Promise<number> {
  const startedAt = Date.now();
  return backupCommand(args, { usage, flags: [] }, output, async ({ file, passphrase }, signal) => {
    const bytes = await backUp(thisInstallation(), { file, passphrase }, signal);
    return `✓ ${file}: ${formatBytes(bytes)}  (${formatDuration(Date.now() - startedAt)})`;
  });
}
