import { stat } from 'node:fs/promises';
import type { ImageEvidence } from '@dfm/grading';
import { readImageArchive } from '@dfm/image/archive/archive';
import { connectEngine, engineAnswers } from '@dfm/sandbox-runner/connect-engine';
import { inspectImage, saveImage } from '@dfm/sandbox-runner/engine-images';
import { readRunnerEnv } from '@dfm/sandbox-runner/env';

/** An error with a message for the person who ran the command. */
export class ImageCommandError extends Error {}

/**
 * Reads the image that was given to a command.
 *
 * @param target path of an archive, or a reference in the local Docker Engine
 * @param base reference of an image in the local Docker Engine whose layers count as the base
 * @throws ImageCommandError or ImageArchiveError if it cannot be read
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
      `${reference} is not a file, and no Docker Engine responds at ${socket}. Start the engine, or give an archive written by docker save.`,
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
