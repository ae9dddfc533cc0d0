import { PlatformError } from '@dfm/contracts';
import { HostFull } from '../sandbox/host-room.ts';
import type { Sandbox, SandboxFault } from '../sandbox/sandbox.ts';
import type { EarlyEnd } from '../submission/outcome.ts';
import { engineFault } from './engine-fault.ts';

export interface LimitReached {
  status: EarlyEnd['status'];
  message: string;
  limit: string;
}

const advice = {
  'out-of-memory': 'Do less at once, or install prebuilt wheels instead of compiling.',
  'too-many-processes': 'Look for a loop that starts processes, or build with fewer jobs at once.',
  'disk-full': 'Write less, or clean up in the same step that writes.',
} as const satisfies Record<
  Exclude<SandboxFault['kind'], 'engine-lost' | 'host-full' | 'interrupted'>,
  string
>;

/**
 * The limit of the sandbox that the learner's work reached, as measured from outside the sandbox.
 *
 * @throws PlatformError if the platform is to blame: `engine-lost` if the engine is lost for no such reason,
 *   `sandbox-failed` if the host's disk was full
 */
export async function limitReached(sandbox: Sandbox): Promise<LimitReached | undefined> {
  const fault = await sandbox.fault();
  if (fault === undefined) return undefined;
  if (fault.kind === 'host-full') throw new HostFull(fault.message);
  if (fault.kind === 'engine-lost' || fault.kind === 'interrupted') throw engineFault(fault.message);
  return {
    status: fault.kind === 'out-of-memory' ? 'out-of-memory' : 'build-failed',
    message: `${fault.message} ${advice[fault.kind]}`,
    limit: fault.limit ?? fault.kind,
  };
}

/**
 * The limit that explains a lost engine. The kernel may have killed it when memory ran out, or it could not
 * create another thread.
 *
 * @throws the error itself if it has a different cause; the host's fault if its disk was full
 */
export async function limitBehind(error: unknown, sandbox: Sandbox): Promise<LimitReached> {
  const isLost = error instanceof PlatformError && error.code === 'engine-lost';
  if (!isLost && (await sandbox.engineAnswers(2_000))) throw error;
  const fault = await sandbox.fault();
  const limit = fault?.kind === 'engine-lost' ? undefined : await limitReached(sandbox);
  if (limit === undefined) throw error;
  return limit;
}

/**
 * Verifies that a time which is up was the work's own. It includes the time for which the sandbox could not
 * be reached.
 *
 * @throws PlatformError `engine-lost` otherwise
 */
export function requireUninterrupted({ interruptedMs }: Pick<Sandbox, 'interruptedMs'>): void {
  if (interruptedMs > 0)
    throw engineFault(
      `the sandbox could not be reached for ${Math.round(interruptedMs)} ms of the time that is up`,
    );
}

/**
 * Verifies that everything written to the sandbox's disk could be stored, and that nothing disturbed what was
 * measured.
 *
 * @throws PlatformError `sandbox-failed` if the host's disk was full in the meantime, because writes may then
 *   have been lost without an error; `engine-lost` if the sandbox could not be reached while a container was
 *   measured
 */
export async function requireUndisturbed(sandbox: Sandbox): Promise<void> {
  const fault = await sandbox.fault();
  if (fault?.kind === 'host-full') throw new HostFull(fault.message);
  if (fault?.kind === 'interrupted') throw engineFault(fault.message);
}
