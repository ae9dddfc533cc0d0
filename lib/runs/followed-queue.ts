import 'server-only';
import type { QueuePosition } from '@dfm/contracts/browser-api';
import { log } from '../platform/log.ts';
import { perProcess } from '../platform/per-process.ts';
import { queuePositions } from './queue-position.ts';

/** Most runs are claimed before anyone could read a position. */
const FIRST_MS = 300;
const PAUSE_MS = 2_000;

/** The queue, read at intervals for all followers in this process, and not at all without followers. */
class FollowedQueue {
  readonly #followers = new Map<symbol, { runId: string; receive: (position: QueuePosition) => void }>();
  #timer: NodeJS.Timeout | undefined;
  #timerEnds = Infinity;
  #tookMs = 0;

  /**
   * Calls `receive` with the position of a queued run, soon and then every two seconds.
   *
   * @returns a function that ends this
   */
  follow(runId: string, receive: (position: QueuePosition) => void): () => void {
    const key = Symbol(runId);
    this.#followers.set(key, { runId, receive });
    // A long queue takes long to read. So that many new followers do not use a whole processor, pauses are longer.
    this.#readWithin(Math.max(FIRST_MS, Math.min(5 * this.#tookMs, PAUSE_MS)));
    return () => {
      this.#followers.delete(key);
      if (this.#followers.size > 0) return;
      clearTimeout(this.#timer);
      this.#timerEnds = Infinity;
    };
  }

  #readWithin(ms: number): void {
    const ends = performance.now() + ms;
    if (ends >= this.#timerEnds) return;
    clearTimeout(this.#timer);
    this.#timerEnds = ends;
    this.#timer = setTimeout(() => void this.#read(), ms).unref();
  }

  async #read(): Promise<void> {
    this.#timerEnds = Infinity;
    const began = performance.now();
    try {
      const positions = await queuePositions();
      for (const { runId, receive } of this.#followers.values()) {
        const position = positions.get(runId);
        if (position !== undefined) receive(position);
      }
    } catch (error) {
      log.error({ err: error }, 'cannot read the queue');
    }
    this.#tookMs = performance.now() - began;
    if (this.#followers.size > 0) this.#readWithin(PAUSE_MS);
  }
}

export function followedQueue(): FollowedQueue {
  return perProcess('followed queue', () => new FollowedQueue());
}
