import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { SandboxHost } from './sandbox-host.ts';

/**
 * Removes remains of dead processes' sandboxes, including those of runners that were killed and never
 * restarted.
 */
export class LeakSweep {
  readonly #host: Pick<SandboxHost, 'sweep'>;
  readonly #log: Pick<Logger, 'warn' | 'error'>;
  readonly #onFound: (count: number) => void;
  #failure: string | undefined;

  /** @param onFound called after each sweep with the number of sandboxes it removed */
  constructor(
    host: Pick<SandboxHost, 'sweep'>,
    log: Pick<Logger, 'warn' | 'error'>,
    onFound: (count: number) => void,
  ) {
    this.#host = host;
    this.#log = log;
    this.#onFound = onFound;
  }

  /** Why remains of a dead process still exist; undefined if the last sweep removed everything. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Sweeps once. Never throws. */
  async sweep(): Promise<void> {
    try {
      const found = await this.#host.sweep();
      if (found > 0) this.#log.warn({ found }, 'removed remains of dead processes');
      this.#onFound(found);
      this.#failure = undefined;
    } catch (error) {
      // Logged once per reason, because sweeps are frequent.
      if (this.#failure !== String(error))
        this.#log.error({ err: error }, 'cannot remove remains of dead processes; retrying');
      this.#failure = String(error);
    }
  }

  /** Sweeps repeatedly, with a pause after each sweep, until the signal aborts. */
  async every(pauseMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.sweep();
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
