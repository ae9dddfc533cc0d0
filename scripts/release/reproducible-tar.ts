import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';

const run = promisify(execFile);

/**
 * Packs files of a folder. The same files give the same bytes: names are sorted, and owners, times and the
 * umask of the machine are left out.
 *
 * @param paths relative to the folder
 * @param seconds time of all files, since 1970
 */
export async function tar(
  archive: string,
  folder: string,
  paths: readonly string[],
  seconds: number,
): Promise<void> {
  await run('tar', [
    ...['--create', '--format=ustar', '--sort=name', `--mtime=@${seconds}`],
    ...['--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX'],
    ...['--file', archive, '--directory', folder, ...paths],
  ]);
}

/** Compresses a file. Node writes no name and no time into the header. */
export async function gzip(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createGzip(), createWriteStream(to));
}
