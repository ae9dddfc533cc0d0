import { PlatformError } from '@dfm/contracts';
import { ImageArchiveError } from '@dfm/image/tar/archive-error';
import { uncompressed } from '@dfm/image/tar/blob';
import { visitTarEntries } from '@dfm/image/tar/tar-entries';
import type { CollectedFiles } from './collected-files.ts';

/** Reads a tar, packed or not. @throws PlatformError `bad-request` for one that is damaged */
export async function readTar(bytes: Buffer, kind: 'gzip' | 'tar', into: CollectedFiles): Promise<void> {
  try {
    const unpacked = uncompressed(kind, inPortions(bytes));
    await visitTarEntries(counted(unpacked, into), async (entry) => {
      const { name, type, mode } = entry.header;
      into.countEntry();
      if (type === 'dir') return;
      const path = name.replace(/^\.\//, '');
      if (type === 'file') await into.add(path, entry, (mode & 0o100) !== 0);
      else into.refuse(path, 'Only files can be in the content, no links and no devices.');
    });
  } catch (error) {
    if (error instanceof ImageArchiveError) throw new PlatformError('bad-request', error.message);
    throw error;
  }
}

/** What is skipped is unpacked too, so all of it is counted: headers, and files that are too large. */
async function* counted(content: AsyncIterable<Uint8Array>, into: CollectedFiles) {
  for await (const part of content) {
    into.countUnpacked(part.byteLength);
    yield part;
  }
}

async function* inPortions(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
