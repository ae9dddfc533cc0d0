import { Readable, pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { ImageArchiveError } from './archive-error.ts';
import { blockBytes, isTarHeader } from './tar-header.ts';
import { isZstd, zstdFrames } from './zstd-frames.ts';

export type BlobKind = 'gzip' | 'zstd' | 'tar' | 'json' | 'other';

/** Detects the kind of a blob from its first bytes. The content returned includes them. */
export async function sniffBlob(
  source: AsyncIterable<Uint8Array>,
): Promise<{ kind: BlobKind; content: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < blockBytes) {
    const next = await iterator.next();
    if (next.done === true) break;
    chunks.push(next.value);
    length += next.value.byteLength;
  }
  const head = Buffer.concat(chunks);
  async function* content() {
    if (head.length > 0) yield head;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  }
  return { kind: kindOf(head), content: content() };
}

function kindOf(head: Buffer): BlobKind {
  if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (isZstd(head)) return 'zstd';
  if (head.toString('latin1', 257, 262) === 'ustar' || isTarHeader(head)) return 'tar';
  // A layer without entries consists only of the end-of-archive blocks.
  if (head.length >= blockBytes && head.subarray(0, blockBytes).every((byte) => byte === 0)) return 'tar';
  return /^\s*[[{]/.test(head.toString('latin1', 0, 64)) ? 'json' : 'other';
}

/** The tar inside a layer blob. Memory is bounded by the window of the decompressor. */
export function uncompressed(
  kind: 'gzip' | 'zstd' | 'tar',
  content: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  if (kind === 'tar') return content;
  return kind === 'gzip' ? through(createGunzip(), content) : fromZstd(content);
}

async function* fromZstd(content: AsyncIterable<Uint8Array>) {
  for await (const frame of zstdFrames(content)) yield* through(createZstdDecompress(), frame);
}

function through(
  decompressor: Gunzip | ZstdDecompress,
  content: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  // A failure on either side destroys the decompressor, so its consumer receives the error.
  pipeline(Readable.from(content, { objectMode: false }), decompressor, () => {});
  return withArchiveErrors(decompressor);
}

async function* withArchiveErrors(stream: AsyncIterable<Uint8Array>) {
  try {
    yield* stream;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'Z_BUF_ERROR')
      throw new ImageArchiveError('truncated', 'A compressed layer is truncated. Save the image again.', {
        cause: error,
      });
    if (code.startsWith('Z_') || code.startsWith('ZSTD_') || code.startsWith('ERR_ZSTD'))
      throw new ImageArchiveError('bad-archive', 'A compressed layer is damaged.', { cause: error });
    throw error;
  }
}
