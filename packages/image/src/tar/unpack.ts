import { Readable, pipeline } from 'node:stream';
import { createInflateRaw, createZstdDecompress, constants, inflateRawSync } from 'node:zlib';
import type { ByteReader } from './byte-reader.ts';
import { blockBytes, isTarHeader } from './tar-header.ts';
import { isZstd, zstdFrames } from './zstd-frames.ts';

/** How a file is packed; `unsupported` is a known format that cannot be read here. */
export type Packing = 'gzip' | 'zlib' | 'zstd' | 'zip' | 'tar' | 'unsupported';

/** Number of bytes that `packingOf` needs, or fewer if the file is shorter. */
export const packingHeadBytes = blockBytes;

const unsupportedMagics = ['fd377a585a00', '425a68..314159265359', '377abcaf271c', '526172211a07'].map(
  (hex) => new RegExp(`^${hex}`),
);

/**
 * Detects how a file is packed by its first bytes, because its name is not reliable. xz, bzip2, 7z and rar
 * are `unsupported`.
 */
export function packingOf(head: Buffer): Packing | undefined {
  if (head.length < 4) return undefined;
  // Nearly every file returns here.
  switch (head[0]) {
    case 0x1f:
      return head[1] === 0x8b && head[2] === 8 ? 'gzip' : undefined;
    case 0x78:
      return head.readUInt16BE(0) % 31 === 0 && (head[1]! & 0x20) === 0 ? 'zlib' : undefined;
    case 0x50:
      if (head.readUInt32LE(0) === localHeader) return 'zip';
      break;
    default:
      if (isZstd(head)) return 'zstd';
  }
  if (head[0] === 0xfd || head[0] === 0x42 || head[0] === 0x37 || head[0] === 0x52) {
    const start = head.toString('hex', 0, 10);
    if (unsupportedMagics.some((magic) => magic.test(start))) return 'unsupported';
  }
  const isTar =
    head.length >= blockBytes && (head.toString('latin1', 257, 262) === 'ustar' || isTarHeader(head));
  return isTar ? 'tar' : undefined;
}

/** Packed content that cannot be read: damaged, encrypted or packed with an unknown method. */
export class UnreadableContent extends Error {}

/**
 * The content of a gzip file, all its members in order. Checksums are not verified: damaged files are read as
 * far as possible.
 */
export async function* fromGzip(bytes: ByteReader): AsyncGenerator<Buffer> {
  for (
    let head = await bytes.exactly(10);
    head.length === 10 && head[0] === 0x1f && head[1] === 0x8b;
    head = await bytes.exactly(10)
  ) {
    const flags = head[3]!;
    if ((flags & 4) !== 0) await bytes.exactly(await number(bytes, 2));
    for (const flag of [8, 16]) if ((flags & flag) !== 0) await skipText(bytes);
    if ((flags & 2) !== 0) await bytes.exactly(2);
    yield* inflated(bytes);
    await bytes.exactly(8);
  }
}

/** The content of a zlib stream (RFC 1950). */
export async function* fromZlib(bytes: ByteReader): AsyncGenerator<Buffer> {
  await bytes.exactly(2);
  yield* inflated(bytes);
}

/**
 * The content of a zstd file. A frame that needs more memory than RFC 8878 requires decoders to support is
 * not read.
 */
export async function* fromZstd(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const frame of zstdFrames(content))
    yield* through(createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 23 } }), frame);
}

/** A member of a zip file. Its name is untrusted. Its content must be read before the next member. */
export interface ZipMember {
  name: string;
  /** Undefined if it is encrypted or packed with an unknown method. */
  content: AsyncIterable<Buffer> | undefined;
  /** Whether the content is compressed in the file. */
  isPacked: boolean;
}

const localHeader = 0x04034b50;
const descriptor = 0x08074b50;
/** Signatures of the central directory, a record before it, or the end of a file without members. */
const afterMembers = new Set([0x02014b50, 0x08064b50, 0x06054b50]);

/**
 * The members of a streamed zip file, found by their local headers (APPNOTE 4.3.7).
 *
 * @throws UnreadableContent if the next member cannot be found
 */
export async function* zipMembers(bytes: ByteReader): AsyncGenerator<ZipMember> {
  let signature = await number(bytes, 4);
  for (; signature === localHeader; signature = await number(bytes, 4)) {
    const head = await bytes.exactly(26);
    if (head.length < 26) throw new UnreadableContent();
    const [flags, method, nameBytes, extraBytes] = [2, 4, 22, 24].map((at) => head.readUInt16LE(at)) as [
      number,
      number,
      number,
      number,
    ];
    const name = (await bytes.exactly(nameBytes)).toString('utf8');
    const size = packedSize(head, await bytes.exactly(extraBytes));
    const isEncrypted = (flags & 1) !== 0;
    const sizeFollows = (flags & 8) !== 0;
    if (method === 8 && !isEncrypted) {
      const content = inflated(bytes, sizeFollows ? undefined : size);
      yield { name, content, isPacked: true };
      for await (const _ of content);
    } else {
      if (sizeFollows && size === 0 && !name.endsWith('/')) throw new UnreadableContent();
      const stored = taken(bytes, size);
      yield {
        name,
        content: isEncrypted
          ? undefined
          : method === 0
            ? stored
            : method === 93
              ? fromZstd(stored)
              : undefined,
        isPacked: method !== 0,
      };
      for await (const _ of stored);
    }
    if (sizeFollows) await skipDescriptor(bytes);
  }
  if (!afterMembers.has(signature)) throw new UnreadableContent();
}

/** Compressed size of a member. For a large file, it is in the extra field. */
function packedSize(head: Buffer, extra: Buffer): number {
  const [packed, unpacked] = [head.readUInt32LE(14), head.readUInt32LE(18)];
  if (packed !== 0xffffffff) return packed;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    const from = at + 4 + (unpacked === 0xffffffff ? 8 : 0);
    if (extra.readUInt16LE(at) === 1 && from + 8 <= extra.length) return Number(extra.readBigUInt64LE(from));
  }
  throw new UnreadableContent();
}

/** Skips a checksum and two sizes of 4 or 8 bytes each, with or without a signature, up to the next signature. */
async function skipDescriptor(bytes: ByteReader): Promise<void> {
  const ahead = await bytes.ahead(28);
  const from = ahead.length >= 4 && ahead.readUInt32LE(0) === descriptor ? 16 : 12;
  const end = [from, from + 8].find(
    (at) => at + 2 <= ahead.length && ahead.toString('latin1', at, at + 2) === 'PK',
  );
  await bytes.exactly(end ?? from);
}

/** Above this, a synchronous call would block the process for too long. */
const maxAtOnce = 256 * 1024;
const maxInflatedAtOnce = 2 * 1024 * 1024;

/**
 * Inflates one raw deflate stream and leaves the reader directly after it.
 *
 * @param size compressed bytes, if known
 * @throws UnreadableContent for damaged data
 */
async function* inflated(bytes: ByteReader, size?: number): AsyncGenerator<Buffer> {
  const ahead =
    size !== undefined && size > maxAtOnce
      ? undefined
      : await bytes.ahead(size === undefined ? maxAtOnce : size + 1);
  const member = ahead === undefined ? undefined : inflatedAtOnce(ahead);
  if (member === undefined) yield* inflatedInParts(bytes);
  else {
    await bytes.exactly(member.used);
    yield member.content;
  }
}

/** Most members are small. For these, creating a stream takes many times longer than inflating. */
function inflatedAtOnce(ahead: Buffer): { content: Buffer; used: number } | undefined {
  try {
    const options = { info: true, finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: maxInflatedAtOnce };
    const { buffer, engine } = inflateRawSync(ahead, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    // Only leftover input proves that the stream has ended.
    return engine.bytesWritten < ahead.length ? { content: buffer, used: engine.bytesWritten } : undefined;
  } catch {
    return undefined;
  }
}

async function* inflatedInParts(bytes: ByteReader): AsyncGenerator<Buffer> {
  const inflater = createInflateRaw();
  const fed: Buffer[] = [];
  let reading: Promise<Buffer | undefined> = Promise.resolve(undefined);
  let before = 0;
  async function* feed() {
    for (;;) {
      reading = bytes.some(64 * 1024);
      const part = await reading;
      if (part === undefined) return;
      fed.push(part);
      // Drop what has already been inflated.
      while (fed.length > 0 && before + fed[0]!.length <= inflater.bytesWritten)
        before += fed.shift()!.length;
      yield part;
    }
  }
  try {
    yield* through(inflater, feed());
  } finally {
    const part = await reading.catch(() => undefined);
    if (part !== undefined && fed.at(-1) !== part) fed.push(part);
    bytes.unread(Buffer.concat(fed).subarray(Math.max(0, inflater.bytesWritten - before)));
  }
}

async function* through(
  decompressor: NodeJS.ReadWriteStream & AsyncIterable<Buffer> & { destroy(): unknown },
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const input = Readable.from(content, { objectMode: false });
  let cause: unknown;
  input.on('error', (error) => (cause = error));
  pipeline(input, decompressor, () => {});
  try {
    yield* decompressor;
  } catch (error) {
    // An error of the source must not be reported as unreadable content.
    throw cause ?? new UnreadableContent('', { cause: error });
  } finally {
    decompressor.destroy();
    input.destroy();
  }
}

async function* taken(bytes: ByteReader, count: number): AsyncGenerator<Buffer> {
  for (let left = count; left > 0;) {
    const part = await bytes.some(left);
    if (part === undefined) return;
    left -= part.length;
    yield part;
  }
}

/** Reads a little-endian number of 2 or 4 bytes; 0 at the end of the stream. */
async function number(bytes: ByteReader, length: 2 | 4): Promise<number> {
  const part = await bytes.exactly(length);
  return part.length < length ? 0 : part.readUIntLE(0, length);
}

async function skipText(bytes: ByteReader): Promise<void> {
  for (let byte = await bytes.exactly(1); byte.length > 0 && byte[0] !== 0; byte = await bytes.exactly(1));
}
