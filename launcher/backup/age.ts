/**
 * Encryption with a passphrase in the format of age (https://age-encryption.org/v1), so that the program
 * `age` can decrypt a backup too.
 */
import { ReadableStream as NodeStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import { BackupProblem, damaged } from './backup-problem.ts';

/** Whether a file that begins with these bytes is in the format of age. */
export const isAge = (begin: Buffer): boolean => begin.toString('latin1').startsWith('age-encryption.org/v1');

/** Encrypts a stream. @param workFactor logarithm of the cost of a guess; lower only in tests */
export async function* encrypted(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
  workFactor = 18,
): AsyncGenerator<Uint8Array> {
  const age = new Encrypter();
  age.setPassphrase(passphrase);
  age.setScryptWorkFactor(workFactor);
  yield* await age.encrypt(streamOf(source));
}

/** Decrypts a stream. No byte is returned before it has been authenticated. @throws BackupProblem */
export async function* decrypted(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
): AsyncGenerator<Uint8Array> {
  const age = new Decrypter();
  // They are tried in this order. Without the first and the last, the package reports both problems alike.
  age.addIdentity({
    unwrapFileKey(recipients) {
      if (recipients.some(({ args }) => args[0] === 'scrypt')) return null;
      throw new BackupProblem(
        'The file is not encrypted with a passphrase. Decrypt it with age, and restore what comes out.',
      );
    },
  });
  age.addPassphrase(passphrase);
  age.addIdentity({
    unwrapFileKey() {
      throw new BackupProblem('The passphrase is wrong.');
    },
  });
  try {
    yield* await age.decrypt(streamOf(source));
  } catch (error) {
    throw isOfTheSource(error) ? error : damaged(error);
  }
}

/** The package has the browser's types. */
const streamOf = (source: AsyncIterable<Uint8Array>) =>
  NodeStream.from(source) as unknown as ReadableStream<Uint8Array>;

/** Errors of the package are plain, and have no code. */
const isOfTheSource = (error: unknown): boolean =>
  error instanceof BackupProblem || (error instanceof Error && 'code' in error);
