/**
 * Encryption with a passphrase in the format of age (https://age-encryption.org/v1), so that the program
 * `age` can decrypt a backup too.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import { ByteReader } from '@dfm/image/tar/byte-reader';
import { BackupProblem, damaged } from './backup-problem.ts';

const VERSION = 'age-encryption.org/v1';
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
/** Logarithm of the cost of a guess, as age has it: one second and 256 MiB. */
const WORK_FACTOR = 18;
/** A file that asks for more would take all memory. */
const WORK_FACTOR_MAX = 20;
const HEADER_LINE_BYTES_MAX = 200;

const stanza = /^-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)$/;

/** Whether a file that begins with these bytes is in the format of age. */
export const isAge = (begin: Buffer): boolean => begin.toString('latin1').startsWith(VERSION);

/** Encrypts a stream. @param workFactor lower only in tests */
export async function* encrypted(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
  workFactor = WORK_FACTOR,
): AsyncGenerator<Buffer> {
  const [fileKey, salt, nonce] = [16, 16, 16].map((bytes) => randomBytes(bytes)) as [Buffer, Buffer, Buffer];
  const wrapped = seal(await passphraseKey(passphrase, salt, workFactor), Buffer.alloc(12), fileKey);
  const header = `${VERSION}\n-> scrypt ${base64(salt)} ${workFactor}\n${base64(wrapped)}\n---`;
  yield Buffer.concat([Buffer.from(`${header} ${base64(headerMac(fileKey, header))}\n`), nonce]);
  const bytes = new ByteReader(source);
  const key = payloadKey(fileKey, nonce);
  for (let number = 0, isLast = false; !isLast; number += 1) {
    const chunk = await bytes.exactly(CHUNK_BYTES);
    isLast = (await bytes.ahead(1)).length === 0;
    yield seal(key, chunkNonce(number, isLast), chunk);
  }
}

/** Decrypts a stream. No byte is returned before it has been authenticated. @throws BackupProblem */
export async function* decrypted(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
): AsyncGenerator<Buffer> {
  const bytes = new ByteReader(source);
  const fileKey = await openHeader(bytes, passphrase);
  const nonce = await bytes.exactly(16);
  const key = payloadKey(fileKey, nonce);
  for (let number = 0, isLast = false; !isLast; number += 1) {
    const chunk = await bytes.exactly(CHUNK_BYTES + TAG_BYTES);
    isLast = (await bytes.ahead(1)).length === 0;
    yield open(key, chunkNonce(number, isLast), chunk) ?? fail(damaged());
  }
}

/** Reads the header up to the payload. @returns the key of the file */
async function openHeader(bytes: ByteReader, passphrase: string): Promise<Buffer> {
  const [version, recipient, wrapped = '', end = ''] = [
    await line(bytes),
    await line(bytes),
    await line(bytes),
    await line(bytes),
  ];
  const [, salt, factor] = stanza.exec(recipient) ?? [];
  if (version !== VERSION || salt === undefined)
    throw new BackupProblem(
      'The file is not encrypted with a passphrase. Decrypt it with age, and restore what comes out.',
    );
  const workFactor = Number(factor);
  if (workFactor > WORK_FACTOR_MAX)
    throw new BackupProblem(
      `The file asks for a work factor of ${workFactor}. The limit is ${WORK_FACTOR_MAX}.`,
    );
  const key = await passphraseKey(passphrase, Buffer.from(salt, 'base64'), workFactor);
  const fileKey = open(key, Buffer.alloc(12), Buffer.from(wrapped, 'base64'));
  if (fileKey === undefined) throw new BackupProblem('The passphrase is wrong.');
  const header = `${version}\n${recipient}\n${wrapped}\n---`;
  const mac = Buffer.from(end.slice('--- '.length), 'base64');
  const expected = headerMac(fileKey, header);
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) throw damaged();
  return fileKey;
}

async function line(bytes: ByteReader): Promise<string> {
  let text = '';
  while (text.length < HEADER_LINE_BYTES_MAX) {
    const next = (await bytes.exactly(1)).toString('latin1');
    if (next === '\n' || next === '') return text;
    text += next;
  }
  throw damaged();
}

const fail = (problem: Error): never => {
  throw problem;
};

/** Authenticated encryption with ChaCha20-Poly1305. */
function seal(key: Buffer, nonce: Buffer, text: Buffer): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** @returns undefined if the key is a different one, or the bytes were changed */
function open(key: Buffer, nonce: Buffer, sealed: Buffer): Buffer | undefined {
  if (sealed.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const text = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
    return text;
  } catch {
    return undefined;
  }
}

/** Chunks have a number, so that none can be moved, and the last one says so, so that none can be missing. */
function chunkNonce(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

const deriveKey = promisify<string, Buffer, number, object, Buffer>(scrypt);
const passphraseKey = (passphrase: string, salt: Buffer, workFactor: number): Promise<Buffer> => {
  const N = 2 ** workFactor;
  const settings = { N, r: 8, p: 1, maxmem: 2 * 128 * 8 * N };
  return deriveKey(passphrase, Buffer.concat([Buffer.from(`${VERSION}/scrypt`), salt]), 32, settings);
};

const hkdf = (key: Buffer, salt: Buffer, info: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, 32));
const payloadKey = (fileKey: Buffer, nonce: Buffer): Buffer => hkdf(fileKey, nonce, 'payload');
const headerMac = (fileKey: Buffer, header: string): Buffer =>
  createHmac('sha256', hkdf(fileKey, Buffer.alloc(0), 'header'))
    .update(header)
    .digest();

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
