import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Engine } from '../../engine/engine-types.ts';
import { clearAbandoned } from './sandbox-dirs.ts';

/**
 * Clears what sandboxes of dead processes left in a data folder: of runners that were killed and never came
 * back, too.
 */
export class LeakSweep {
  readonly #host: Engine;
  readonly #dataDir: string;
  readonly #log: Pick<Logger, 'warn' | 'error'>;
  readonly #onFound: (count: number) => void;
  #failure: string | undefined;

  /** @param onFound told how many sandboxes each look found and cleared */
  constructor(
    host: Engine,
    dataDir: string,
    log: Pick<Logger, 'warn' | 'error'>,
    onFound: (count: number) => void,
  ) {
    this.#host = host;
    this.#dataDir = dataDir;
    this.#log = log;
    this.#onFound = onFound;
  }

  /** Why something of a dead process is still there; undefined where the last look left nothing. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Looks once. Never throws. */
  async look(): Promise<void> {
    try {
      const found = await clearAbandoned(this.#host, this.#dataDir);
      if (found > 0) this.#log.warn({ found }, 'what dead processes left was cleared');
      this.#onFound(found);
      this.#failure = undefined;
    } catch (error) {
      // Told once for each reason: it is tried again soon.
      if (this.#failure !== String(error))
        this.#log.error({ err: error }, 'what dead processes left could not be cleared; trying again');
      this.#failure = String(error);
    }
  }

  /** Looks again and again, with a pause between two looks, until the signal aborts. */
  async every(pauseMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look();
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
