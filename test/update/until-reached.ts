import { setTimeout as delay } from 'node:timers/promises';

const pauseMs = 200;

/**
 * Repeats a call of a runner until the site answers it.
 *
 * @param repeated gets why it was repeated, each time
 * @throws what the site refuses, because it would refuse it again
 */
export async function untilReached<T>(call: () => Promise<T>, repeated: string[]): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      // By name, because each version of the runner has its own class.
      if ((error as Error).name !== 'SiteUnreachable') throw error;
      repeated.push(String(error));
      await delay(pauseMs);
    }
  }
}
