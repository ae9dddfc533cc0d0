/** Why a backup cannot be made or restored, as sentences for the operator. */
export class BackupProblem extends Error {}

export const damaged = (cause?: unknown): BackupProblem =>
  new BackupProblem('The backup is incomplete or damaged. Use a different one.', { cause });

/** The code of ENOSPC in PostgreSQL. */
const DISK_FULL = '53100';

/** An error in words that help, if it is one of the machine. @param folder in which was written */
export function explained(error: unknown, folder: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? error.code : undefined;
  // The programs of PostgreSQL, and git, only print it.
  const isPrinted = error.message.includes('No space left on device');
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === DISK_FULL || isPrinted)
    return new BackupProblem(`There is not enough space for ${folder}. Nothing was kept.`, { cause: error });
  return error;
}
