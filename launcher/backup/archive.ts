/**
 * The file of a backup: a tar, compressed with gzip, and encrypted on request. Its last entry, SHA256SUMS,
 * lists the checksums of all others. A file without it is incomplete.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip, createGzip, constants } from 'node:zlib';
import { ImageArchiveError } from '@dfm/image/tar/archive-error';
import { paxEntry, tarEnd, tarHeader, tarPadding } from '@dfm/image/tar/tar-blocks';
import { visitTarEntries } from '@dfm/image/tar/tar-entries';
import { decrypted, isAge } from './age.ts';
import { BackupProblem, damaged } from './backup-problem.ts';

const SUMS = 'SHA256SUMS';
/** Of a tar header. */
const NAME_BYTES_MAX = 100;
/** Much less than memory has, and enough for few entries. */
const PART_BYTES = 8 * 1024 * 1024;

export interface Entry {
  path: string;
  bytes: Buffer;
  executable?: boolean;
}

/** An entry of a backup that is read. */
export interface ReadEntry {
  path: string;
  executable: boolean;
  /** Can be read once; what is left is skipped. */
  bytes: AsyncIterable<Buffer>;
}

/** Cuts a stream into entries `<name>.00001`, `<name>.00002` and so on, between two chunks. */
export async function* inParts(name: string, stream: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  let number = 0;
  let chunks: Buffer[] = [];
  let bytes = 0;
  const part = () => {
    number += 1;
    const entry = { path: `${name}.${String(number).padStart(5, '0')}`, bytes: Buffer.concat(chunks, bytes) };
    chunks = [];
    bytes = 0;
    return entry;
  };
  for await (const chunk of stream) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= PART_BYTES) yield part();
  }
  if (bytes > 0) yield part();
}

/** The tar of a backup. */
export async function* archived(entries: AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  const sums: string[] = [];
  for await (const entry of entries) {
    sums.push(sumLine(sha256(entry.bytes), entry.path));
    yield* tarEntry(entry);
  }
  yield* tarEntry({ path: SUMS, bytes: Buffer.from(sums.join('')) });
  yield tarEnd;
}

/** Fast rather than small, because a backup should take minutes. */
export const compression = () => createGzip({ level: constants.Z_BEST_SPEED });

/** What a backup that was read to its end has. */
export interface ArchiveFacts {
  /** Checksums by path. */
  sums: Map<string, string>;
  /** Of all entries together, uncompressed. */
  bytes: number;
}

/**
 * Visits all entries of a backup, and checks that it is complete and has its checksums.
 *
 * @param passphrase undefined if none was given
 * @throws BackupProblem
 */
export async function readArchive(
  file: string,
  passphrase: string | undefined,
  visit: (entry: ReadEntry) => Promise<void>,
): Promise<ArchiveFacts> {
  const facts: ArchiveFacts = { sums: new Map(), bytes: 0 };
  let listed: string | undefined;
  const source = await tarOf(file, passphrase);
  try {
    await visitTarEntries(source, async (entry) => {
      const { name: path, size, mode } = entry.header;
      if (listed !== undefined || facts.sums.has(path)) throw damaged();
      if (path === SUMS) {
        listed = (await whole(entry)).toString();
        return;
      }
      const hash = createHash('sha256');
      await visit({ path, executable: (mode & 0o100) !== 0, bytes: hashed(entry, hash) });
      // What the visitor left.
      for await (const chunk of entry) hash.update(chunk);
      facts.sums.set(path, hash.digest('hex'));
      facts.bytes += size;
    });
  } catch (error) {
    throw isDecodingError(error) ? damaged(error) : error;
  }
  const expected = [...facts.sums].map(([path, sum]) => sumLine(sum, path)).join('');
  if (listed !== expected) throw damaged();
  return facts;
}

/** All bytes of a stream. */
export async function whole(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A line that `sha256sum --check` reads. */
const sumLine = (sum: string, path: string): string => `${sum}  ${path}\n`;

function* tarEntry({ path, bytes, executable = false }: Entry): Generator<Buffer> {
  if (Buffer.byteLength(path) > NAME_BYTES_MAX) yield paxEntry({ path });
  yield tarHeader({ name: path, size: bytes.length, mode: executable ? 0o700 : 0o600 });
  yield bytes;
  yield tarPadding(bytes.length);
}

async function* hashed(stream: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    hash.update(chunk);
    yield chunk;
  }
}

/** The tar in a file. @throws BackupProblem if it is not a backup, or a passphrase is missing or too much */
async function tarOf(file: string, passphrase: string | undefined): Promise<AsyncIterable<Buffer>> {
  const begin = await beginOf(file);
  if (!isAge(begin)) {
    if (begin[0] !== 0x1f || begin[1] !== 0x8b) throw new BackupProblem(`${file} is not a backup.`);
    if (passphrase !== undefined)
      throw new BackupProblem('The backup is not encrypted, so no passphrase proves that it is yours.');
    return pipeline(createReadStream(file), createGunzip(), ignoreHere);
  }
  if (passphrase === undefined) throw new BackupProblem('The backup is encrypted. Add --passphrase-file.');
  return pipeline(
    createReadStream(file),
    (source: AsyncIterable<Buffer>) => decrypted(source, passphrase),
    createGunzip(),
    ignoreHere,
  );
}

/** Errors reach the reader of the last stream. */
const ignoreHere = (): void => {};

async function beginOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(32) });
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function isDecodingError(error: unknown): boolean {
  if (error instanceof ImageArchiveError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
