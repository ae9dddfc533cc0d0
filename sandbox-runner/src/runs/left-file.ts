import { posix } from 'node:path';
import { createContainer, removeContainer, startContainer } from '../engine/containers.ts';
import { outputOf } from '../engine/exec.ts';
import { ownImage } from './own-image.ts';
import type { RunScope } from './run-scope.ts';

const readerDir = '/left';
export const maxLeftBytes = 64 * 1024;
/**
 * Prints the owner of a file, only if it is a regular file: opening a pipe would block, and a link could lead
 * elsewhere.
 */
const ownerScript = '[ -f "$0" ] && [ ! -L "$0" ] && stat -c %u "$0"';

/** A file that a container has left in a volume. */
export interface LeftFile {
  /** ID of the user that it belongs to. */
  owner: number;
  /** Its beginning, up to one byte more than `maxLeftBytes`. */
  text: string;
}

/**
 * Reads a file as its owner in one of our containers. So nothing that a learner's process wrote is opened on
 * the host, and nothing from the learner runs next to the reader.
 *
 * @param path in the volume
 * @param finder ID of the user who looks for it
 * @returns undefined if there is no such file
 */
export async function leftFile(
  { engine, runId, signal }: RunScope,
  volume: string,
  path: string,
  finder: number,
): Promise<LeftFile | undefined> {
  const container = await createContainer(engine, {
    runId,
    image: ownImage,
    network: 'none',
    memoryMib: 64,
    pids: 16,
    hardened: { user: String(finder) },
    binds: [`${volume}:${readerDir}:ro`],
    command: ['sleep', '60'],
  });
  try {
    const failure = await startContainer(container);
    if (failure !== undefined)
      throw new Error(`cannot start the container that reads a file: ${failure.why}`);
    const file = posix.join(readerDir, path);
    const owner = await outputOf(container, ['sh', '-c', ownerScript, file], { maxBytes: 20, signal });
    if (owner === '') return undefined;
    const text = await outputOf(container, ['head', '-c', String(maxLeftBytes + 1), file], {
      user: owner.trim(),
      maxBytes: maxLeftBytes + 1,
      signal,
    });
    return { owner: Number(owner), text };
  } finally {
    await removeContainer(container);
  }
}
