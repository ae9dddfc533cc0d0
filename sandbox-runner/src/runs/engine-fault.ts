import { PlatformError } from '@dfm/contracts';

/** A fault of the engine: the learner reads that it was ours, the log what it was. */
export function engineFault(detail: string, cause?: unknown): PlatformError {
  return new PlatformError('engine-lost', 'The engine of your sandbox stopped answering. This is our fault and costs no attempt; run it again.', { detail, cause });
}
