import { constants, type Dirent, type Stats } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What is wrong with a folder or a file in it, in words for the person who named it. */
export class FolderError extends Error {}

/** @throws FolderError where there is no folder at `path` */
export async function requireFolder(path: string): Promise<void> {
  const found = await statOf(path);
  if (!found.isDirectory())
    throw new FolderError(
      `${resolve(path)} is ${kindOf(found)}, not a folder. Give the folder that the Dockerfile is in.`,
    );
}

/** What is at a path, links followed. @throws FolderError where nothing is, or it cannot be looked at */
export async function statOf(path: string): Promise<Stats> {
  return stat(path).catch((error: unknown) => {
    throw isCode(error, 'ENOENT')
      ? new FolderError(`There is no file or folder ${resolve(path)}.`)
      : readable(error, path);
  });
}

export interface ReadFile {
  bytes: Buffer;
  isExecutable: boolean;
}

/**
 * Reads a file of a folder whole, and never more than `maxBytes`. Opening it does not wait for the other end
 * of a pipe.
 *
 * @param path relative to `folder`, with `/`
 * @param limit what the limit is, such as `a Dockerfile may have 10 MB`
 * @returns undefined where there is no such file
 * @throws FolderError where it is larger, no regular file, behind a symbolic link, or cannot be read
 */
export async function readRegular(
  folder: string,
  path: string,
  maxBytes: number,
  limit: string,
): Promise<ReadFile | undefined> {
  const file = join(folder, path);
  try {
    const entry = await lstat(file);
    // A link could bring any file of this machine into what is sent.
    if (entry.isSymbolicLink() || (await realpath(file)) !== join(await realpath(folder), path))
      throw new FolderError(
        `${file} is a symbolic link, or in a folder that is one. Links are not followed: put the file itself there.`,
      );
    const opened = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const found = await opened.stat();
      if (!found.isFile()) throw new FolderError(`${file} is ${kindOf(found)}, not a regular file.`);
      if (found.size > maxBytes) throw new FolderError(`${file} is ${sizeInWords(found.size)}; ${limit}.`);
      // Not readFile: a file that grows meanwhile must not be read beyond the limit either.
      const buffer = Buffer.alloc(found.size);
      const { bytesRead } = await opened.read(buffer, 0, found.size, 0);
      return { bytes: buffer.subarray(0, bytesRead), isExecutable: (found.mode & 0o111) !== 0 };
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined;
    throw error instanceof FolderError ? error : readable(error, file);
  }
}

/**
 * What is in a folder and the folders below it, in the order of their names. Nothing is opened but folders;
 * links are not followed.
 *
 * @param skips whether a folder is left out with all that is in it
 * @throws FolderError naming a folder that cannot be read
 */
export async function* walkFolder(
  folder: string,
  skips: (path: string) => boolean,
  prefix = '',
): AsyncGenerator<{ path: string; entry: Dirent }> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch((error: unknown) => {
    throw readable(error, join(folder, prefix));
  });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = prefix + entry.name;
    if (!entry.isDirectory()) yield { path, entry };
    else if (!skips(path)) yield* walkFolder(folder, skips, `${path}/`);
  }
}

function readable(error: unknown, path: string): FolderError {
  const why =
    isCode(error, 'EACCES') || isCode(error, 'EPERM')
      ? 'permission denied'
      : error instanceof Error
        ? error.message
        : String(error);
  return new FolderError(`${resolve(path)} cannot be read: ${why}.`);
}

function kindOf(found: Stats): string {
  if (found.isFile()) return 'a file';
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a named pipe';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}

/** `8.0 GiB`, `64 KiB`, `12 bytes`. */
function sizeInWords(bytes: number): string {
  for (const [unit, size] of [
    ['GiB', 2 ** 30],
    ['MiB', 2 ** 20],
    ['KiB', 2 ** 10],
  ] as const)
    if (bytes >= size) return `${(bytes / size).toFixed(1)} ${unit}`;
  return `${bytes} bytes`;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
