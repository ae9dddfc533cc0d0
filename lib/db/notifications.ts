import 'server-only';
import { Client } from 'pg';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { perProcess } from '../platform/per-process.ts';

const RECONNECT_AFTER_MS = 1_000;
/** Pings, because a connection that only listens would not notice that the server has disappeared. */
const PING_INTERVAL_MS = 15_000;
const PING_TIMEOUT_MS = 5_000;
/** Without a payload: something has been queued. */
const QUEUES = ['run_queued', 'terminal_queued'] as const;
/** The payload is the ID of what has changed. */
const CHANGES = ['run_changed', 'terminal_changed'] as const;

/** What a waiter waits for: anything in a queue, or any change of one run or session. */
export type QueueTopic = (typeof QUEUES)[number];
type Topic = QueueTopic | `${(typeof CHANGES)[number]}:${string}`;

/** Reports whether something happened since the last call. Must be closed. */
export interface Waiter {
  /**
   * Resolves with true as soon as there has been a notification since the last call, and with false after
   * `timeoutMs` or when closed.
   */
  next(timeoutMs: number): Promise<boolean>;
  close(): void;
}

/**
 * One LISTEN connection for the process, shared by all waiters. If it breaks, notifications are lost until it
 * is re-established, so all waiters are then woken to check for themselves.
 */
class Notifications {
  #waiters = new Map<Topic, Set<() => void>>();
  #connected: Promise<void> | undefined;
  #client: Client | undefined;
  #closed = false;

  /** @returns a waiter that receives every notification sent after this resolves */
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
        const wasNotified = notified;
        notified = false;
        return wasNotified;
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
      query_timeout: PING_TIMEOUT_MS,
    });
    const pingTimer = setInterval(
      () => void client.query('SELECT 1').catch(reconnect),
      PING_INTERVAL_MS,
    ).unref();
    let lost = false;
    const reconnect = (error?: unknown) => {
      clearInterval(pingTimer);
      if (lost || this.#closed) return;
      lost = true;
      log.warn({ err: error }, 'lost the database connection for notifications');
      setTimeout(() => void this.#reconnect(client), RECONNECT_AFTER_MS).unref();
    };
    client.on('error', reconnect);
    client.on('end', () => reconnect());
    client.on('notification', ({ channel, payload = '' }) =>
      this.#wake((payload === '' ? channel : `${channel}:${payload}`) as Topic),
    );
    this.#client = client;
    try {
      await client.connect();
      for (const channel of [...QUEUES, ...CHANGES]) await client.query(`LISTEN ${channel}`);
    } catch (error) {
      // Until a later attempt succeeds, waiters only notice changes through their timeouts.
      reconnect(error);
    }
  }

  async #reconnect(lost: Client): Promise<void> {
    this.#connected = this.#connect();
    // Not awaited, because closing a broken connection may wait for a response that never comes.
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
