import { setTimeout as delay } from 'node:timers/promises';
import { SiteUnreachable } from './site-client.ts';

const firstMs = 250;
const longestMs = 10_000;

/** Pauses that double from a quarter of a second to ten, each shortened by chance so that many runners do not come back at once. */
export class BackOff {
  #nextMs = firstMs;
  readonly #chance: () => number;

  constructor(chance: () => number = Math.random) {
    this.#chance = chance;
  }

  next(): number {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(longestMs, ms * 2);
    return Math.round(ms * (0.5 + this.#chance() / 2));
  }

  reset(): void {
    this.#nextMs = firstMs;
  }
}

/**
 * Repeats a call while the site cannot be reached.
 * @throws what else the call throws; the signal's reason once it aborts
 */
export async function untilReached<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const pause = new BackOff();
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
