import { ImageArchiveError } from './archive-error.ts';
import { maxExtension } from './archive-limits.ts';
import { ByteReader } from './byte-reader.ts';
import { extended, noExtensions, paxRecords } from './tar-extensions.ts';
import { blockBytes, entryHeader, readTarBlock, untilNul } from './tar-header.ts';
import type { TarBlock, TarHeader } from './tar-header.ts';

/** One entry: its header and its content, which can be read once. */
export class TarEntry implements AsyncIterable<Buffer> {
  readonly header: TarHeader;
  private readonly bytes: ByteReader;
  private left: number;

  constructor(header: TarHeader, bytes: ByteReader) {
    this.header = header;
    this.bytes = bytes;
    this.left = header.size;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    while (this.left > 0) {
      const part = await this.bytes.some(this.left);
      if (part === undefined) throw truncated();
      this.left -= part.length;
      yield part;
    }
  }

  /** Skips to the next header. */
  async skip(): Promise<void> {
    for await (const _ of this);
    const padding = (blockBytes - (this.header.size % blockBytes)) % blockBytes;
    if ((await this.bytes.exactly(padding)).length < padding) throw truncated();
  }
}

/**
 * Visits the entries of a streamed tar one after the other. Content that `visit` does not read is skipped. As
 * in Go's archive/tar, the tar ends at two empty blocks, or at the end of the stream between two entries.
 * Whatever follows is read but ignored.
 *
 * @throws ImageArchiveError `truncated`, `bad-archive` or `bad-entry`; errors of `visit` and of the source
 *   are passed on
 */
export async function visitTarEntries(
  source: AsyncIterable<Uint8Array>,
  visit: (entry: TarEntry) => Promise<void>,
): Promise<void> {
  const bytes = new ByteReader(source);
  try {
    for (let header = await nextHeader(bytes); header !== undefined; header = await nextHeader(bytes)) {
      const entry = new TarEntry(header, bytes);
      await visit(entry);
      await entry.skip();
    }
    await bytes.drain();
  } finally {
    await bytes.close();
  }
}

async function nextHeader(bytes: ByteReader): Promise<TarHeader | undefined> {
  let extensions = noExtensions;
  for (let block = await nextBlock(bytes); block !== undefined; block = await nextBlock(bytes)) {
    if (block.typeflag === 'x')
      extensions = { ...extensions, pax: paxRecords(await extension(bytes, block)) };
    else if (block.typeflag === 'g') {
      // Go treats this as a separate entry, to which preceding extensions apply. Engines ignore its records
      // for the other entries.
      paxRecords(await extension(bytes, block));
      extensions = noExtensions;
    } else if (block.typeflag === 'L')
      extensions = { ...extensions, longName: untilNul(await extension(bytes, block)) };
    else if (block.typeflag === 'K')
      extensions = { ...extensions, longLink: untilNul(await extension(bytes, block)) };
    else return entryHeader(extensions === noExtensions ? block : extended(block, extensions));
  }
  if (extensions !== noExtensions) throw truncated();
  return undefined;
}

/** @returns undefined at the end of the archive */
async function nextBlock(bytes: ByteReader): Promise<TarBlock | undefined> {
  const block = await bytes.exactly(blockBytes);
  if (block.length === 0) return undefined;
  if (block.length < blockBytes) throw truncated();
  if (!isEmpty(block)) return readTarBlock(block);
  const second = await bytes.exactly(blockBytes);
  if (second.length > 0 && second.length < blockBytes) throw truncated();
  if (!isEmpty(second))
    throw new ImageArchiveError('bad-archive', 'The archive contains an empty block between two entries.');
  return undefined;
}

async function extension(bytes: ByteReader, { name, size }: TarBlock): Promise<Buffer> {
  if (size < 0 || size > maxExtension)
    throw new ImageArchiveError(
      'bad-entry',
      `The archive contains an extended header of ${size} bytes. The limit is ${maxExtension}.`,
    );
  const entry = new TarEntry(
    { name, size, type: 'other', mode: 0, uid: 0, gid: 0, linkname: undefined },
    bytes,
  );
  const parts: Buffer[] = [];
  for await (const part of entry) parts.push(part);
  await entry.skip();
  return Buffer.concat(parts);
}

function isEmpty(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

function truncated(): ImageArchiveError {
  return new ImageArchiveError('truncated', 'The archive ends in the middle of a file. Save it again.');
}
