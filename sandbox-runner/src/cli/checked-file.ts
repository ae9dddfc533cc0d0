import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import type { CheckReport } from '@dfm/contracts';
import { parseDockerfile, readStatic } from '@dfm/grading';
import { folderContext } from './folder-context.ts';

/** What was found behind one argument of `dfm check`. */
export interface CheckedFile {
  report: CheckReport['files'][number];
  /** Where the Dockerfile lies; undefined for standard input. */
  file: string | undefined;
  /** The build context that was read with it; undefined for a Dockerfile alone. */
  folder: string | undefined;
}

/**
 * Reads a Dockerfile, a folder with its build context, or standard input for `-`.
 * @throws Error when it cannot be read or is not UTF-8
 */
export async function checkFile(path: string): Promise<CheckedFile> {
  const isFolder = path !== '-' && (await stat(path)).isDirectory();
  const file = path === '-' ? undefined : isFolder ? join(path, 'Dockerfile') : path;
  const dockerfile = parseDockerfile(file === undefined ? await readAll(process.stdin) : decoded(await readFile(file)));
  const context = isFolder ? await folderContext(path) : undefined;
  return { report: { path, ...readStatic({ dockerfile, context }) }, file, folder: isFolder ? path : undefined };
}

/** The file a finding is about, as seen from the current folder; undefined for standard input. */
export function locate({ file, folder }: CheckedFile, path: string): string | undefined {
  return path === 'Dockerfile' || folder === undefined ? file : join(folder, path);
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('it is not valid UTF-8');
  }
}
