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
  'out-of-memory': 'Do less at once, or install ready-built wheels in place of compiling.',
  'too-many-processes': 'Look for a loop that starts processes, or build with fewer jobs at once.',
  'disk-full': 'Write less, or clean up in the same step that writes.',
} as const satisfies Record<Exclude<SandboxFault['kind'], 'engine-lost' | 'host-full'>, string>;

/**
 * Whether the learner's work ran into one of the sandbox's own limits, as measured from outside.
 *
 * @throws PlatformError where the fault is ours: `engine-lost` when the engine is gone for no such reason,
 *   `sandbox-failed` when the host's disk was full
 */
export async function limitReached(sandbox: Sandbox): Promise<LimitReached | undefined> {
  const fault = await sandbox.fault();
  if (fault === undefined) return undefined;
  if (fault.kind === 'host-full') throw new HostFull(fault.message);
  if (fault.kind === 'engine-lost') throw engineFault(fault.message);
  return {
    status: fault.kind === 'out-of-memory' ? 'out-of-memory' : 'build-failed',
    message: `${fault.message} ${advice[fault.kind]}`,
    limit: fault.limit ?? fault.kind,
  };
}

/**
 * The limit behind a lost engine: it may be what the kernel ends when memory runs out, or what cannot go on
 * without another thread.
 *
 * @throws the error itself where it has another cause; the host's fault where its disk was full
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
 * @throws PlatformError `sandbox-failed` where the host's disk was full meanwhile: what was written then may
 *   be lost without a word
 */
export async function requireWritten(sandbox: Sandbox): Promise<void> {
  const fault = await sandbox.fault();
  if (fault?.kind === 'host-full') throw new HostFull(fault.message);
}
