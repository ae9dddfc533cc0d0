import type { Phase, RunEvent } from '@dfm/contracts';
import { hideSecrets } from './hide-secrets.ts';

type WithoutTime<E> = E extends RunEvent ? Omit<E, 'atMs'> : never;
/** An event as a phase reports it; the time is added when it is sent. */
export type UntimedEvent = WithoutTime<RunEvent>;
export type EmitEvent = (event: UntimedEvent) => void;

/**
 * Adds the milliseconds since now to events and hides secrets in them. A finding is sent unchanged, because
 * its fix is inserted into the Dockerfile.
 */
export function eventSink(send: (event: RunEvent) => void): EmitEvent {
  const started = performance.now();
  return (event) =>
    send({
      ...(event.type === 'finding' ? event : hideSecrets(event)),
      atMs: Math.round(performance.now() - started),
    } as RunEvent);
}

/**
 * Runs a phase and emits its `started` event before and its `done` or `failed` event after it.
 *
 * @param took called with the phase's milliseconds, whatever its outcome
 */
export async function inPhase<T extends { kind: string }>(
  emit: EmitEvent,
  phase: Phase,
  took: (ms: number) => void,
  work: () => Promise<T> | T,
  scenario?: string,
): Promise<T> {
  const started = performance.now();
  const where = scenario === undefined ? { phase } : { phase, scenario };
  emit({ type: 'phase', ...where, state: 'started' });
  try {
    const outcome = await work();
    emit({ type: 'phase', ...where, state: outcome.kind === 'ended' ? 'failed' : 'done' });
    return outcome;
  } catch (error) {
    emit({ type: 'phase', ...where, state: 'failed' });
    throw error;
  } finally {
    took(performance.now() - started);
  }
}
