/** Why a backup cannot be made or restored, as sentences for the operator. */
export class BackupProblem extends Error {}

export const damaged = (cause?: unknown): BackupProblem =>
  new BackupProblem('The backup is incomplete or damaged. Use a different one.', { cause });

/** The code of ENOSPC in PostgreSQL. */
const DISK_FULL = '53100';

/** An error in words that help, if it is one of the machine. @param folder in which was written */
export function explained(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === DISK_FULL)
    return new BackupProblem(`There is not enough space for ${folder}. Nothing was kept.`, { cause: error });
  return error;
}
