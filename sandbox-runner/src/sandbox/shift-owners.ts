import { chmodSync, lchownSync, lstatSync, opendirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Moves every owner and group below a folder by `offset`, never following a link. Run as a program of its own,
 * because it walks tens of thousands of files: `shift-owners.ts <folder> <offset>`.
 */
function shiftOwners(folder: string, offset: number): void {
  const directory = opendirSync(folder, { bufferSize: 512 });
  for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
    const path = join(folder, entry.name);
    const { uid, gid, mode } = lstatSync(path);
    lchownSync(path, uid + offset, gid + offset);
    // chown clears these bits.
    if (!entry.isSymbolicLink() && (mode & 0o6000) !== 0) chmodSync(path, mode & 0o7777);
    if (entry.isDirectory()) shiftOwners(path, offset);
  }
  directory.closeSync();
}

const [, , folder, offset] = process.argv;
if (folder === undefined || offset === undefined) throw new Error('usage: shift-owners.ts <folder> <offset>');
shiftOwners(folder, Number(offset));
