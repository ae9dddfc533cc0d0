import type { Sandbox, SandboxFault } from '../sandbox/pool.ts';
import { engineFault } from './engine-fault.ts';
import type { EarlyEnd } from './outcome.ts';

const advice = {
  'out-of-memory': 'Do less at once, or install ready-built wheels in place of compiling.',
  'too-many-processes': 'Look for a loop that starts processes, or build with fewer jobs at once.',
  'disk-full': 'Write less, or clean up in the same step that writes.',
} as const satisfies Record<Exclude<SandboxFault['kind'], 'engine-lost'>, string>;

/**
 * Whether the learner's work ran into one of the sandbox's own limits, as measured from outside.
 * @throws PlatformError `engine-lost` when the engine is gone for no such reason
 */
export async function limitReached(sandbox: Sandbox): Promise<{ status: EarlyEnd['status']; message: string; limit: string } | undefined> {
  const fault = await sandbox.fault();
  if (fault === undefined) return undefined;
  if (fault.kind === 'engine-lost') throw engineFault(fault.message);
  return { status: fault.kind === 'out-of-memory' ? 'out-of-memory' : 'build-failed', message: `${fault.message} ${advice[fault.kind]}`, limit: fault.limit ?? fault.kind };
}
