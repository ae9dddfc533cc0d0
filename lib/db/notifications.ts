import 'server-only';
import { Client } from 'pg';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { perProcess } from '../platform/per-process.ts';
import { Waiter } from '../platform/waiter.ts';

const RECONNECT_AFTER_MS = 1_000;
/** Pings, because a connection that only listens would not notice that the server has disappeared. */
const PING_INTERVAL_MS = 15_000;
const PING_TIMEOUT_MS = 5_000;
/** What an administrator sees in `pg_stat_activity`. */
export const NOTIFICATIONS_CONNECTION = 'dfm-site notifications';
/** Without a payload: something has been queued. */
const QUEUES = ['run_queued', 'terminal_queued'] as const;
/** The payload is the ID of what has changed. */
const CHANGES = ['run_changed', 'terminal_changed'] as const;

/** What a subscriber is notified of: anything in a queue, or any change of one run or session. */
export type QueueTopic = (typeof QUEUES)[number];
type Topic = QueueTopic | `${(typeof CHANGES)[number]}:${string}`;

/**
 * One LISTEN connection for the process, shared by all subscribers. If it breaks, notifications are lost
 * until it is re-established, so all subscribers are then woken to check for themselves.
 */
class Notifications {
  #subscribed = new Map<Topic, Set<() => void>>();
  #connected: Promise<void> | undefined;
  #client: Client | undefined;
  #closed = false;

  /**
   * Calls `wake` for every notification that is sent after this resolves, until the function that it returns
   * is called.
   */
  async subscribe(topic: Topic, wake: () => void): Promise<() => void> {
    await (this.#connected ??= this.#connect());
    const subscribed = this.#subscribed.get(topic) ?? new Set();
    this.#subscribed.set(topic, subscribed.add(wake));
    return () => {
      subscribed.delete(wake);
      if (subscribed.size === 0 && this.#subscribed.get(topic) === subscribed) this.#subscribed.delete(topic);
    };
  }

  /** A waiter that is woken by every notification that is sent after this resolves. Must be closed. */
  async wait(topic: Topic): Promise<Pick<Waiter, 'next' | 'close'>> {
    const waiter = new Waiter();
    const unsubscribe = await this.subscribe(topic, waiter.wake);
    return {
      next: (timeoutMs) => waiter.next(timeoutMs),
      close: () => {
        unsubscribe();
        waiter.close();
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
      application_name: NOTIFICATIONS_CONNECTION,
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
      // Until a later attempt succeeds, subscribers only notice changes because they check for themselves after a
      // time without a notification.
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
    for (const wake of this.#subscribed.get(topic) ?? []) wake();
  }

  #wakeAll(): void {
    for (const topic of this.#subscribed.keys()) this.#wake(topic);
  }
}

export function notifications(): Notifications {
  return perProcess('notifications', () => new Notifications());
}
