import { visibleText } from '@dfm/contracts/visible-text';
import { ImageArchiveError } from '@dfm/image/tar/archive-error';
import type { Output } from './output.ts';
import { ImageCommandError } from './read-image.ts';

/**
 * Runs a command about images, and prints an error that the person who ran it can fix.
 *
 * @returns the exit code of `run`, or 2 after such an error
 */
export async function imageCommand(
  { err }: Pick<Output, 'err'>,
  run: () => Promise<number>,
): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!isUserError(error)) throw error;
    err(`${visibleText(error.message.trimEnd())}\n`);
    return 2;
  }
}

/** Whether the cause is an image that cannot be read. */
function isUserError(error: unknown): error is Error {
  return error instanceof ImageCommandError || error instanceof ImageArchiveError;
}
