import { chmodSync, lchownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Shifts owner and group of a folder and everything in it by `offset`, without following links. Runs as a
 * separate program, because there are tens of thousands of files: `shift-owners.ts <folder> <offset>`.
 */
function shiftOwners(path: string, offset: number): void {
  const found = lstatSync(path);
  lchownSync(path, found.uid + offset, found.gid + offset);
  // chown clears the setuid and setgid bits.
  if (!found.isSymbolicLink() && (found.mode & 0o6000) !== 0) chmodSync(path, found.mode & 0o7777);
  if (found.isDirectory()) for (const name of readdirSync(path)) shiftOwners(join(path, name), offset);
}

const [, , folder, offset] = process.argv;
if (folder === undefined || offset === undefined) throw new Error('usage: shift-owners.ts <folder> <offset>');
// lost+found belongs to root, is outside the range, and is empty.
for (const name of readdirSync(folder))
  if (name !== 'lost+found') shiftOwners(join(folder, name), Number(offset));
lchownSync(folder, lstatSync(folder).uid + Number(offset), lstatSync(folder).gid + Number(offset));
