import { stat } from 'node:fs/promises';
import type { ImageEvidence } from '@dfm/grading';
import { readImageArchive } from '@dfm/image/archive/archive';
import { ImageArchiveError } from '@dfm/image/tar/archive-error';
import { connectEngine, engineAnswers } from '@dfm/sandbox-runner/connect-engine';
import { inspectImage, saveImage } from '@dfm/sandbox-runner/engine-images';
import { readRunnerEnv } from '@dfm/sandbox-runner/env';

/** What went wrong in words for whoever typed the command. */
export class ImageCommandError extends Error {}

/** Whether an error is one that whoever typed the command can mend: words, arguments, archives. */
export function isOfReader(error: unknown): error is Error {
  return (
    error instanceof ImageCommandError ||
    error instanceof ImageArchiveError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  );
}

/**
 * Reads an image that a command was given.
 *
 * @param target path of an archive, or a reference in the local Docker Engine
 * @param base reference of an image there whose layers count as the base's
 * @throws ImageCommandError or ImageArchiveError when it cannot be read
 */
export async function readImage(target: string, base: string | undefined): Promise<ImageEvidence> {
  const baseDiffIds = base === undefined ? undefined : (await localImage(base)).facts.diffIds;
  const options = baseDiffIds === undefined ? {} : { baseDiffIds };
  if (await isFile(target)) return readImageArchive(target, options);
  const { engine } = await localImage(target);
  return readImageArchive(await saveImage(engine, target), options);
}

async function localImage(reference: string) {
  const socket = readRunnerEnv().DOCKER_SOCKET;
  if (!(await engineAnswers(socket, 2_000)))
    throw new ImageCommandError(
      `${reference} is not a file, and no Docker Engine answers at ${socket}. Start it, or give an archive written by docker save.`,
    );
  const engine = connectEngine(socket);
  const facts = await inspectImage(engine, reference);
  if (facts === undefined)
    throw new ImageCommandError(`${reference} is neither a file nor an image of the local Docker Engine.`);
  return { engine, facts };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
