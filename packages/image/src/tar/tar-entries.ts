import { ImageArchiveError } from './archive-error.ts';
import { maxExtension } from './archive-limits.ts';
import { ByteReader } from './byte-reader.ts';
import { extended, noExtensions, paxRecords } from './tar-extensions.ts';
import { blockBytes, entryHeader, readTarBlock, untilNul } from './tar-header.ts';
import type { TarBlock, TarHeader } from './tar-header.ts';

/** One entry: its header and, readable once, its content. */
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

  /** Goes on to the next header. */
  async skip(): Promise<void> {
    for await (const _ of this);
    const padding = (blockBytes - (this.header.size % blockBytes)) % blockBytes;
    if ((await this.bytes.exactly(padding)).length < padding) throw truncated();
  }
}

/**
 * Walks a tar as it streams by, one entry after the other; what `visit` leaves unread is skipped. The end is
 * where Go's archive/tar sees it: two empty blocks, or the end of the stream between two entries. What
 * follows is read but not looked at.
 *
 * @throws ImageArchiveError `truncated`, `bad-archive` or `bad-entry`; whatever `visit` or the source throws
 *   passes through
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
      // To Go an entry of its own, which takes what stood in front of it. Engines pass over what it says for
      // all others.
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
    throw new ImageArchiveError('bad-archive', 'The archive holds an empty block between two entries.');
  return undefined;
}

async function extension(bytes: ByteReader, { name, size }: TarBlock): Promise<Buffer> {
  if (size < 0 || size > maxExtension)
    throw new ImageArchiveError(
      'bad-entry',
      `The archive holds an extended header of ${size} bytes; ${maxExtension} is the most there can be.`,
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
