import type { Measured } from './check.ts';

/** The verdict of a check whose evidence was not collected. Never a pass. */
export function skipped(message: string): Measured {
  return { status: 'skipped', message, share: 0 };
}

export const noImage = skipped('Not measured: there is no image to inspect.');
export const noRun = skipped('Not measured: the image was not run.');
export const noTrace = skipped('Not measured: the build was not repeated.');
export const noGpu = skipped('Not measured: the image was not run on a node with a GPU.');
