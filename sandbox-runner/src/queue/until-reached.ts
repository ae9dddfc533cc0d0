import { setTimeout as delay } from 'node:timers/promises';
import { BackOff } from '../host/back-off.ts';
import { SiteUnreachable } from './site-client.ts';

/** Pauses between calls to an unreachable site. */
export function sitePauses(): BackOff {
  return new BackOff(250, 10_000);
}

/**
 * Repeats a call while the site cannot be reached.
 *
 * @throws any other error of the call; the signal's reason once it aborts
 */
export async function untilReached<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const pause = sitePauses();
  for (;;) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof SiteUnreachable)) throw error;
      await delay(pause.next(), undefined, { signal });
    }
  }
}
