import { PlatformError } from '@dfm/contracts';

/** A container that could not be started, and neither when it was tried again. @param detail for the operator's log */
export function startFault(detail: string): PlatformError {
  return new PlatformError('sandbox-failed', 'Your sandbox could not start a container, twice in a row. This is our fault and costs no attempt; run it again.', { detail });
}

/** A fault of the engine: the learner reads that it was ours, the log what it was. */
export function engineFault(detail: string, cause?: unknown): PlatformError {
  return new PlatformError('engine-lost', 'The engine of your sandbox stopped answering. This is our fault and costs no attempt; run it again.', { detail, cause });
}
