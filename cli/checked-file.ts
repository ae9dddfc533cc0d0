import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LimitExceeded } from '@dfm/bounded/bounded-process';
import type { CheckReport, Severity } from '@dfm/contracts';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { decodeText } from '@dfm/dockerfile/context/decode-text';
import { checkText } from '@dfm/sandbox-runner/learner-work';
import { configured, nearestConfig, type CheckConfig } from './check-config.ts';
import { folderContext } from './folder-context.ts';
import { FolderError, statOf } from './folder-files.ts';

/** The input that one argument of `dfm check` refers to. */
export interface Source {
  /** As given on the command line. */
  path: string;
  /** Path of the Dockerfile; undefined for standard input. */
  file: string | undefined;
  /** The folder that was given; undefined for a single Dockerfile, whose build context is unknown. */
  folder: string | undefined;
  text: string;
  context: BuildContext | undefined;
  config: CheckConfig;
}

export interface CheckedFile extends Pick<Source, 'file' | 'folder'> {
  report: CheckReport['files'][number];
  /** Lowest severity that makes the command fail, according to the configuration. */
  failOn: Severity | undefined;
}

/** Checking takes longer for larger files: some seconds for 10 MB. Real Dockerfiles are far smaller. */
const maxDockerfileMb = 10;

/**
 * Reads a Dockerfile, a folder with its build context, or standard input for `-`, and the configuration that
 * applies to it.
 *
 * @throws Error if it cannot be read, is larger than 10 MB or is not UTF-8, ContentError if the configuration
 *   is wrong
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
 * Runs the checks on a source.
 *
 * @throws Error if a check exceeds a limit
 */
export async function checkSource({
  path,
  file,
  folder,
  text,
  context,
  config,
}: Source): Promise<CheckedFile> {
  const found = await checkText(text, context).catch(rethrowLimit);
  return { report: { path, ...configured(found, config) }, file, folder, failOn: config.failOn };
}

/** @throws Error with a readable message if a limit was exceeded; any other error unchanged */
export function rethrowLimit(error: unknown): never {
  if (!(error instanceof LimitExceeded)) throw error;
  throw new Error(`it exceeds the limit of ${error.limit}. Make it shorter`, { cause: error });
}

/** The file of a finding, relative to the current folder; undefined for standard input. */
export function locate({ file, folder }: Pick<Source, 'file' | 'folder'>, path: string): string | undefined {
  return path === 'Dockerfile' || folder === undefined ? file : join(folder, path);
}

/** A pipe is read only if it was given directly, because one in a folder may have no writer. */
async function requireDockerfile(folder: string, file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined)
    throw new FolderError(
      `there is no Dockerfile in the folder ${resolve(folder)}: ${resolve(file)} does not exist`,
    );
  if (!found.isFile()) throw new FolderError(`${resolve(file)} is not a regular file`);
}

/** Stops at the limit, so that an endless pipe is not read forever. */
async function limited(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxDockerfileMb * 1e6)
      throw new Error(`it is larger than the limit of ${maxDockerfileMb} MB. Give the path of a Dockerfile`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decoded(bytes: Buffer): string {
  const text = decodeText(bytes);
  if (text === undefined) throw new Error('it is not valid UTF-8');
  return text;
}
