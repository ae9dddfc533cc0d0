import { constants, type Dirent, type Stats } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { formatDistinct } from '@dfm/contracts/quantity';

/** A problem with a folder or a file in it, with a message for the person who gave the path. */
export class FolderError extends Error {}

/** @throws FolderError if `path` is not a folder */
export async function requireFolder(path: string): Promise<void> {
  const found = await statOf(path);
  if (!found.isDirectory())
    throw new FolderError(
      `${resolve(path)} is ${kindOf(found)}, not a folder. Give the folder that the Dockerfile is in.`,
    );
}

/** Follows links. @throws FolderError if the path does not exist or cannot be read */
export async function statOf(path: string): Promise<Stats> {
  return stat(path).catch((error: unknown) => {
    throw hasCode(error, 'ENOENT')
      ? new FolderError(`${resolve(path)} does not exist.`)
      : readError(error, path);
  });
}

export interface ReadFile {
  bytes: Buffer;
  isExecutable: boolean;
}

/**
 * Reads a complete file of a folder, and never more than `maxBytes`. Opening a pipe does not wait for its
 * other end.
 *
 * @param path relative to `folder`, with `/`
 * @param limit describes the limit, such as `the limit for a .dockerignore is 10 MiB`
 * @returns undefined if there is no such file
 * @throws FolderError if it is larger, not a regular file, behind a symbolic link, or cannot be read
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
    // A link could add any file of this machine to the build context.
    if (entry.isSymbolicLink() || (await realpath(file)) !== join(await realpath(folder), path))
      throw new FolderError(
        `${file} is a symbolic link, or inside a folder that is one. Links are not followed. Replace the link with the file itself.`,
      );
    const opened = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const found = await opened.stat();
      if (!found.isFile()) throw new FolderError(`${file} is ${kindOf(found)}, not a regular file.`);
      if (found.size > maxBytes)
        throw new FolderError(
          `${file} is ${formatDistinct('binary-bytes', found.size, maxBytes)[0]}; ${limit}.`,
        );
      // Not readFile, which would exceed the limit if the file grows in the meantime.
      const buffer = Buffer.alloc(found.size);
      const { bytesRead } = await opened.read(buffer, 0, found.size, 0);
      return { bytes: buffer.subarray(0, bytesRead), isExecutable: (found.mode & 0o111) !== 0 };
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined;
    throw error instanceof FolderError ? error : readError(error, file);
  }
}

/**
 * Lists a folder recursively, in the order of the names. Only folders are opened; links are not followed.
 *
 * @param skips whether a folder is left out, together with its contents
 * @throws FolderError that names a folder that cannot be read
 */
export async function* walkFolder(
  folder: string,
  skips: (path: string) => boolean,
  prefix = '',
): AsyncGenerator<{ path: string; entry: Dirent }> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch((error: unknown) => {
    throw readError(error, join(folder, prefix));
  });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = prefix + entry.name;
    if (!entry.isDirectory()) yield { path, entry };
    else if (!skips(path)) yield* walkFolder(folder, skips, `${path}/`);
  }
}

function readError(error: unknown, path: string): FolderError {
  const why =
    hasCode(error, 'EACCES') || hasCode(error, 'EPERM')
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

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
