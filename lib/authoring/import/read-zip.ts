import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { PlatformError } from '@dfm/contracts';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { CollectedFiles } from './collected-files.ts';

/** Reads a zip. @throws PlatformError `bad-request` for one that is damaged */
export async function readZip(bytes: Buffer, into: CollectedFiles): Promise<void> {
  const zip = await opened(bytes);
  try {
    for (let entry = await nextEntry(zip); entry !== undefined; entry = await nextEntry(zip))
      await readEntry(zip, entry, into);
  } finally {
    zip.close();
  }
}

async function readEntry(zip: ZipFile, entry: Entry, into: CollectedFiles): Promise<void> {
  into.countEntry();
  const path = nameOf(entry);
  const mode = entry.externalFileAttributes >>> 16;
  if (path.endsWith('/')) return;
  const type = mode & 0o170000;
  if (type !== 0 && type !== 0o100000)
    return into.refuse(path, 'Only files can be in the content, no links and no devices.');
  if ((entry.generalPurposeBitFlag & 1) !== 0) return into.refuse(path, 'It is encrypted.');
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    return into.refuse(path, 'It is packed in a way that cannot be read here. Pack it as an ordinary zip.');
  const content = await contentOf(zip, entry);
  try {
    await into.add(path, counted(content, into), (mode & 0o100) !== 0);
  } catch (error) {
    throw error instanceof PlatformError ? error : damaged(error);
  } finally {
    content.destroy();
  }
}

async function* counted(content: AsyncIterable<Uint8Array>, into: CollectedFiles) {
  for await (const part of content) {
    into.countUnpacked(part.byteLength);
    yield part;
  }
}

/** As written in the archive: the library would stop at the first name that it does not like. */
function nameOf(entry: Entry): string {
  const bytes = entry.fileName as unknown as Buffer;
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

function opened(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, decodeStrings: false }, (error, zip) =>
      error ? reject(damaged(error)) : resolve(zip),
    );
  });
}

/** @returns undefined at the end */
function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      for (const name of ['entry', 'end', 'error']) zip.removeAllListeners(name);
      act();
    };
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)));
    zip.once('end', () => settle(() => resolve(undefined)));
    zip.once('error', (error: unknown) => settle(() => reject(damaged(error))));
    zip.readEntry();
  });
}

function contentOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(damaged(error)) : resolve(stream)));
  });
}

const damaged = (cause: unknown) =>
  new PlatformError('bad-request', 'The archive is damaged. Pack it again.', { cause });
