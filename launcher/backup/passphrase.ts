import { readFile } from 'node:fs/promises';
import { BackupProblem } from './backup-problem.ts';

const CHARACTERS_MIN = 12;

/** Reads a passphrase from the first line of a file, which may be /dev/stdin. */
export async function readPassphrase(file: string): Promise<string> {
  const passphrase = (await readFile(file, 'utf8')).split('\n', 1)[0]!.replace(/\r$/, '');
  if (passphrase.length < CHARACTERS_MIN)
    throw new BackupProblem(
      `The first line of ${file} has to be a passphrase of at least ${CHARACTERS_MIN} characters.`,
    );
  return passphrase;
}
