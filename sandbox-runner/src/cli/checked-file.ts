import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import type { CheckReport } from '@dfm/contracts';
import { parseDockerfile, readStatic, type ContextEvidence } from '@dfm/grading';
import { folderContext } from './folder-context.ts';

/** What is behind one argument of `dfm check`. */
export interface Source {
  /** As it was given. */
  path: string;
  /** Where the Dockerfile lies; undefined for standard input. */
  file: string | undefined;
  /** The folder that was given; undefined for a Dockerfile alone, whose build context is not known. */
  folder: string | undefined;
  text: string;
  context: ContextEvidence | undefined;
}

export interface CheckedFile extends Pick<Source, 'file' | 'folder'> {
  report: CheckReport['files'][number];
}

/**
 * Reads a Dockerfile, a folder with its build context, or standard input for `-`.
 * @throws Error when it cannot be read or is not UTF-8
 */
export async function readSource(path: string): Promise<Source> {
  if (path === '-') return { path, file: undefined, folder: undefined, text: await readAll(process.stdin), context: undefined };
  const isFolder = (await stat(path)).isDirectory();
  const file = isFolder ? join(path, 'Dockerfile') : path;
  const text = decoded(await readFile(file));
  return { path, file, folder: isFolder ? path : undefined, text, context: isFolder ? await folderContext(path) : undefined };
}

/** What the checks say of a source. */
export function checkSource({ path, file, folder, text, context }: Source): CheckedFile {
  return { report: { path, ...readStatic({ dockerfile: parseDockerfile(text), context }) }, file, folder };
}

/** The file a finding is about, as seen from the current folder; undefined for standard input. */
export function locate({ file, folder }: Pick<Source, 'file' | 'folder'>, path: string): string | undefined {
  return path === 'Dockerfile' || folder === undefined ? file : join(folder, path);
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('it is not valid UTF-8');
  }
}
