import { PlatformError } from '@dfm/contracts';

/**
 * A container failed to start twice.
 *
 * @param detail for the operator's log
 */
export function startFault(detail: string): PlatformError {
  const message =
    'Your sandbox could not start a container, twice in a row. This is our fault, and this run is not counted; run it again.';
  return new PlatformError('sandbox-failed', message, { detail });
}

/** A fault of the engine. The message tells the learner that it is our fault; the details are logged. */
export function engineFault(detail: string, cause?: unknown): PlatformError {
  return new PlatformError(
    'engine-lost',
    'The engine of your sandbox stopped answering. This is our fault, and this run is not counted; run it again.',
    { detail, cause },
  );
}
