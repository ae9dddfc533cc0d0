import { setInterval as every } from 'node:timers/promises';
import { PlatformError } from '@dfm/contracts';
import { SiteUnreachable } from './site-client.ts';

/**
 * Sends heartbeats to the site until the signal aborts. One missed heartbeat is harmless; a refused one, such
 * as for a stale fence, ends the work.
 *
 * @param beat sends one
 * @param drop called with the error if the site refuses one
 */
export async function beatUntil(
  finished: AbortSignal,
  everyMs: number,
  beat: () => Promise<void>,
  drop: (reason: unknown) => void,
): Promise<void> {
  try {
    for await (const _ of every(everyMs, undefined, { signal: finished })) {
      try {
        await beat();
      } catch (error) {
        if (!(error instanceof SiteUnreachable))
          drop(error instanceof PlatformError ? error : new Error('heartbeat failed', { cause: error }));
      }
    }
  } catch (error) {
    if (!finished.aborted) drop(error);
  }
}
