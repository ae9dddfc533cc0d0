import { PlatformError } from '@dfm/contracts';
import { ContainerClock } from '../clock/container-clock.ts';
import { createNetwork, type ContainerSpec } from '../engine/containers.ts';
import { done, ended, type EarlyEnd, type PhaseOutcome } from '../submission/outcome.ts';
import { engineFault } from './engine-fault.ts';
import { limitReached } from './limit-reached.ts';
import { imageTag, type RunScope } from './run-scope.ts';

interface ContainerPhase<T> {
  memoryMib: number;
  /** What may take too long, as the start of a sentence. */
  doing: string;
  /** Called for a limit that the containers reached and that does not end the run. */
  notice: (text: string) => void;
  /**
   * Starts containers of the image, in a network without outside connections, and watches them until
   * `bounded.signal` aborts.
   */
  work: (bounded: RunScope, spec: ContainerSpec) => Promise<T>;
  /** The end of the containers' output. */
  logTailOf: (watched: T) => string;
}

/** Watches containers of the built image, within the time and memory limits of the run phase. */
export async function containerPhase<T>(
  scope: RunScope,
  { memoryMib, doing, notice, work, logTailOf }: ContainerPhase<T>,
): Promise<PhaseOutcome<T>> {
  const { engine, runId, limits } = scope;
  const seconds = limits.RUN_PROBE_SECONDS;
  let isLate = false;
  try {
    // A build may continue after a process ran out of memory. The container is not to blame for earlier faults.
    const before = await scope.sandbox.fault();
    const network = await createNetwork(engine, runId);
    const clock = await ContainerClock.start(scope.sandbox, 'sandbox');
    const watched = await clock.within(seconds * 1000, (deadline) => {
      deadline.addEventListener('abort', () => (isLate = !(deadline.reason instanceof PlatformError)), {
        once: true,
      });
      return work(
        { ...scope, signal: AbortSignal.any([scope.signal, deadline]) },
        { runId, image: imageTag(runId, 'cold'), network, memoryMib, pids: limits.SANDBOX_PIDS },
      );
    });
    const early = before === undefined ? await outOfMemory(scope, logTailOf(watched)) : undefined;
    if (early !== undefined) return early;
    const limit = before === undefined ? await limitReached(scope.sandbox) : undefined;
    if (limit !== undefined) notice(`While the container was running: ${limit.message}`);
    return done(watched);
  } catch (error) {
    scope.signal.throwIfAborted();
    if (isLate)
      return ended('timed-out', {
        phase: 'run',
        limit: `run of ${seconds} s`,
        message: `${doing} took longer than ${seconds} s in total.`,
      });
    const early = await outOfMemory(scope, '');
    if (early !== undefined) return early;
    if (error instanceof PlatformError) throw error;
    throw engineFault(`run: ${String(error)}`, error);
  }
}

/** The end of a run whose container used up the sandbox's memory. */
async function outOfMemory({ sandbox }: RunScope, logTail: string): Promise<EarlyEnd | undefined> {
  const fault = await sandbox.fault();
  if (fault?.kind !== 'out-of-memory') return undefined;
  return ended('out-of-memory', {
    phase: 'run',
    message: `${fault.message} This happened while the container was running. Load less at once, or start fewer workers.`,
    logTail,
    ...(fault.limit === undefined ? {} : { limit: fault.limit }),
  });
}
