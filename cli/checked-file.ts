import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CheckReport, Severity } from '@dfm/contracts';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { LimitExceeded } from '@dfm/sandbox-runner/bounded-process';
import { checkText } from '@dfm/sandbox-runner/learner-work';
import { configured, nearestConfig, type CheckConfig } from './check-config.ts';
import { folderContext } from './folder-context.ts';
import { FolderError, statOf } from './folder-files.ts';

/** What is behind one argument of `dfm check`. */
export interface Source {
  /** As it was given. */
  path: string;
  /** Where the Dockerfile lies; undefined for standard input. */
  file: string | undefined;
  /** The folder that was given; undefined for a Dockerfile alone, whose build context is not known. */
  folder: string | undefined;
  text: string;
  context: BuildContext | undefined;
  config: CheckConfig;
}

export interface CheckedFile extends Pick<Source, 'file' | 'folder'> {
  report: CheckReport['files'][number];
  /** Lowest severity that fails, as the configuration has it. */
  failOn: Severity | undefined;
}

/** The checks' time grows with the file: 10 MB take some seconds. No Dockerfile that people write comes near. */
const largestDockerfileMb = 10;

/**
 * Reads a Dockerfile, a folder with its build context, or standard input for `-`, and the configuration that
 * holds there.
 *
 * @throws Error when it cannot be read, is larger than 10 MB or is not UTF-8, ContentError when the
 *   configuration is wrong
 */
export async function readSource(path: string): Promise<Source> {
  if (path === '-')
    return {
      path,
      file: undefined,
      folder: undefined,
      text: decoded(await limited(process.stdin)),
      context: undefined,
      config: await nearestConfig('.'),
    };
  const isFolder = (await statOf(path)).isDirectory();
  const file = isFolder ? join(path, 'Dockerfile') : path;
  if (isFolder) await requireDockerfile(path, file);
  const text = decoded(await limited(createReadStream(file)));
  return {
    path,
    file,
    folder: isFolder ? path : undefined,
    text,
    context: isFolder ? await folderContext(path) : undefined,
    config: await nearestConfig(dirname(file)),
  };
}

/**
 * What the checks say of a source.
 *
 * @throws Error when it takes them over a limit
 */
export async function checkSource({
  path,
  file,
  folder,
  text,
  context,
  config,
}: Source): Promise<CheckedFile> {
  const found = await checkText(text, context).catch(inWords);
  return { report: { path, ...configured(found, config) }, file, folder, failOn: config.failOn };
}

/** @throws Error that says what to do where a limit was exceeded; any other error as it is */
export function inWords(error: unknown): never {
  if (!(error instanceof LimitExceeded)) throw error;
  throw new Error(`that takes more than ${error.limit}. Make it shorter`, { cause: error });
}

/** The file a finding is about, as seen from the current folder; undefined for standard input. */
export function locate({ file, folder }: Pick<Source, 'file' | 'folder'>, path: string): string | undefined {
  return path === 'Dockerfile' || folder === undefined ? file : join(folder, path);
}

/** Only a pipe that was named itself is read: one in a folder may have nobody at its other end. */
async function requireDockerfile(folder: string, file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined)
    throw new FolderError(
      `there is no Dockerfile in the folder ${resolve(folder)}: ${resolve(file)} does not exist`,
    );
  if (!found.isFile()) throw new FolderError(`${resolve(file)} is not a regular file`);
}

/** Stops at the limit, so that a pipe without an end ends here too. */
async function limited(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > largestDockerfileMb * 1e6)
      throw new Error(
        `it is larger than ${largestDockerfileMb} MB, the largest Dockerfile that is read. Give the path of a Dockerfile`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('it is not valid UTF-8');
  }
}
