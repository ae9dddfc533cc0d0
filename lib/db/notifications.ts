import 'server-only';
import { Client } from 'pg';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { perProcess } from '../platform/per-process.ts';

const RECONNECT_AFTER_MS = 1_000;
/** A connection that only listens would not notice that the other end is gone. */
const ASK_EVERY_MS = 15_000;
const ANSWER_WITHIN_MS = 5_000;
const CHANNELS = ['run_queued', 'run_changed'] as const;
type Channel = (typeof CHANNELS)[number];

/** What a waiter waits on: any run that became free, or anything new of one run. */
type Topic = 'run_queued' | `run_changed:${string}`;

/** Tells whether something happened since the last look. One that is open must be closed. */
export interface Waiter {
  /**
   * Resolves with true as soon as its topic was notified since the last call, with false after `timeoutMs` or
   * when closed.
   */
  next(timeoutMs: number): Promise<boolean>;
  close(): void;
}

/**
 * One LISTEN connection for the process, shared by every waiter. When it breaks, all waiters are woken once
 * it is back: what was notified in between is lost, so they look for themselves.
 */
class Notifications {
  #waiters = new Map<Topic, Set<() => void>>();
  #connected: Promise<void> | undefined;
  #client: Client | undefined;
  #closed = false;

  /** @returns a waiter that misses nothing notified after this resolved */
  async wait(topic: Topic): Promise<Waiter> {
    await (this.#connected ??= this.#connect());
    let notified = false;
    let resolveNext: ((woken: boolean) => void) | undefined;
    const wake = () => {
      notified = true;
      resolveNext?.(true);
    };
    const waiters = this.#waiters.get(topic) ?? new Set();
    this.#waiters.set(topic, waiters.add(wake));
    let open = true;
    return {
      next: async (timeoutMs) => {
        if (!notified && open) {
          let timer: ReturnType<typeof setTimeout> | undefined;
          await new Promise<boolean>((resolve) => {
            resolveNext = resolve;
            timer = setTimeout(resolve, timeoutMs, false);
          });
          clearTimeout(timer);
          resolveNext = undefined;
        }
        const was = notified;
        notified = false;
        return was;
      },
      close: () => {
        open = false;
        waiters.delete(wake);
        if (waiters.size === 0) this.#waiters.delete(topic);
        resolveNext?.(false);
      },
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.end();
  }

  async #connect(): Promise<void> {
    const client = new Client({
      connectionString: env().DATABASE_URL,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: ANSWER_WITHIN_MS,
    });
    const asking = setInterval(() => void client.query('SELECT 1').catch(reconnect), ASK_EVERY_MS).unref();
    let lost = false;
    const reconnect = (error?: unknown) => {
      clearInterval(asking);
      if (lost || this.#closed) return;
      lost = true;
      log.warn({ err: error }, 'the connection for notifications is lost');
      setTimeout(() => void this.#reconnect(client), RECONNECT_AFTER_MS).unref();
    };
    client.on('error', reconnect);
    client.on('end', () => reconnect());
    client.on('notification', ({ channel, payload }) =>
      this.#wake((channel as Channel) === 'run_queued' ? 'run_queued' : `run_changed:${payload ?? ''}`),
    );
    this.#client = client;
    try {
      await client.connect();
      for (const channel of CHANNELS) await client.query(`LISTEN ${channel}`);
    } catch (error) {
      // Waiters then only notice by their timeouts, until a later try succeeds.
      reconnect(error);
    }
  }

  async #reconnect(lost: Client): Promise<void> {
    this.#connected = this.#connect();
    // Its end may have to wait for an answer that never comes.
    void lost.end().catch(() => {});
    await this.#connected;
    this.#wakeAll();
  }

  #wake(topic: Topic): void {
    for (const wake of this.#waiters.get(topic) ?? []) wake();
  }

  #wakeAll(): void {
    for (const topic of this.#waiters.keys()) this.#wake(topic);
  }
}

export function notifications(): Notifications {
  return perProcess('notifications', () => new Notifications());
}
