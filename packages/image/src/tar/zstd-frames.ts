import { ImageArchiveError } from './archive-error.ts';
import { ByteReader } from './byte-reader.ts';

const frameMagic = 0xfd2fb528;

/** Whether a blob begins with a zstd frame, including a skippable one (RFC 8878, 3.1). */
export function isZstd(head: Buffer): boolean {
  return head.length >= 4 && (head.readUInt32LE(0) === frameMagic || isSkippable(head));
}

/**
 * The frames of a zstd blob in order, without skippable ones. Node's decompressor stops after the first
 * frame, but writers that work in parallel, or that allow random access, write many. Each frame must be read
 * to its end before the next is requested.
 */
export async function* zstdFrames(content: AsyncIterable<Uint8Array>): AsyncGenerator<AsyncIterable<Buffer>> {
  const bytes = new ByteReader(content);
  try {
    for (let magic = await bytes.exactly(4); magic.length > 0; magic = await bytes.exactly(4)) {
      if (magic.length < 4) throw truncated();
      if (isSkippable(magic)) await skip(bytes);
      else if (magic.readUInt32LE(0) === frameMagic) yield frame(magic, bytes);
      else throw new ImageArchiveError('bad-archive', 'A compressed layer is damaged.');
    }
  } finally {
    await bytes.close();
  }
}

function isSkippable(head: Buffer): boolean {
  return head.readUInt32LE(0) >>> 4 === 0x184d2a5;
}

async function skip(bytes: ByteReader): Promise<void> {
  for await (const _ of take(bytes, (await exactly(bytes, 4)).readUInt32LE(0)));
}

/**
 * One frame: a header whose first byte gives its length, blocks up to the one marked as the last, and a
 * checksum if there is one.
 */
async function* frame(magic: Buffer, bytes: ByteReader): AsyncGenerator<Buffer> {
  yield magic;
  const descriptor = await exactly(bytes, 1);
  yield descriptor;
  const flags = descriptor[0]!;
  const isSingleSegment = (flags & 0x20) !== 0;
  const contentSize = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6]!;
  yield* take(bytes, (isSingleSegment ? 0 : 1) + [0, 1, 2, 4][flags & 3]! + contentSize);
  for (let isLast = false; !isLast;) {
    const block = await exactly(bytes, 3);
    yield block;
    const header = block.readUIntLE(0, 3);
    isLast = (header & 1) === 1;
    // A block of type 1 stores a single byte that is repeated.
    yield* take(bytes, ((header >> 1) & 3) === 1 ? 1 : header >> 3);
  }
  if ((flags & 4) !== 0) yield* take(bytes, 4);
}

async function exactly(bytes: ByteReader, count: number): Promise<Buffer> {
  const part = await bytes.exactly(count);
  if (part.length < count) throw truncated();
  return part;
}

async function* take(bytes: ByteReader, count: number): AsyncGenerator<Buffer> {
  for (let left = count; left > 0;) {
    const part = await bytes.some(left);
    if (part === undefined) throw truncated();
    left -= part.length;
    yield part;
  }
}

function truncated(): ImageArchiveError {
  return new ImageArchiveError('truncated', 'A compressed layer is truncated. Save the image again.');
}
