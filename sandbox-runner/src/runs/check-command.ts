import { setTimeout as delay } from 'node:timers/promises';
import { ContainerClock } from '../clock/container-clock.ts';
import type { EngineContainer } from '../engine/engine-types.ts';
import { startCommand } from '../engine/exec.ts';
import type { RunScope } from './run-scope.ts';

const pollMs = 50;

/** The outcome of a HEALTHCHECK's command. */
export type CheckOutcome =
  /** `ms` is its duration by its own clock. */
  | { kind: 'ended'; passed: boolean; ms: number }
  /** Still running when the wait ended. */
  | { kind: 'waiting' };

/**
 * Runs a HEALTHCHECK's command once, as the engine would. A command that cannot be started has not passed.
 *
 * @param maxWaitMs how long to wait for it, by its own clock. After that, it runs until the container exits.
 * @param isKnown called while it runs, with its duration so far; returns true if further waiting would add
 *   nothing
 */
export async function runCheck(
  scope: RunScope,
  container: EngineContainer,
  command: string[],
  maxWaitMs: number,
  isKnown?: (ms: number) => Promise<boolean>,
): Promise<CheckOutcome> {
  const state = await startCommand(container, command);
  if (state === undefined) return { kind: 'ended', passed: false, ms: 0 };
  let clock: ContainerClock | undefined;
  for (;;) {
    scope.signal.throwIfAborted();
    const { pid, exitCode } = await state();
    const ms = (await clock?.elapsedMs()) ?? 0;
    if (exitCode !== undefined) return { kind: 'ended', passed: exitCode === 0, ms };
    if (ms >= maxWaitMs || (await isKnown?.(ms)) === true) return { kind: 'waiting' };
    if (pid !== undefined) clock ??= await ContainerClock.start(scope.sandbox, pid);
    await delay(pollMs);
  }
}
