import { setTimeout as delay } from 'node:timers/promises';
import { ContainerClock } from '../clock/container-clock.ts';
import type { EngineContainer } from '../engine/engine-types.ts';
import { startCommand } from '../engine/exec.ts';
import type { RunScope } from './run-scope.ts';

const pollMs = 50;

/** What became of a HEALTHCHECK's command. */
export type CheckOutcome =
  /** `ms` is how long it took, by its own clock. */
  | { kind: 'ended'; passed: boolean; ms: number }
  /** Not waited for any longer. */
  | { kind: 'waiting' };

/**
 * Runs a HEALTHCHECK's command once, as the engine would. One that cannot be started has not passed.
 *
 * @param patienceMs how long to wait for it, by its own clock; then it is left to the container's end
 * @param isKnown asked while it runs, with how long it has: true where waiting for it would tell nothing more
 */
export async function runCheck(
  scope: RunScope,
  container: EngineContainer,
  command: string[],
  patienceMs: number,
  isKnown: (ms: number) => boolean = () => false,
): Promise<CheckOutcome> {
  const state = await startCommand(container, command);
  if (state === undefined) return { kind: 'ended', passed: false, ms: 0 };
  let clock: ContainerClock | undefined;
  for (;;) {
    scope.signal.throwIfAborted();
    const { pid, exitCode } = await state();
    const ms = (await clock?.elapsedMs()) ?? 0;
    if (exitCode !== undefined) return { kind: 'ended', passed: exitCode === 0, ms };
    if (ms >= patienceMs || isKnown(ms)) return { kind: 'waiting' };
    if (pid !== undefined) clock ??= await ContainerClock.start(scope.sandbox, pid);
    await delay(pollMs);
  }
}
