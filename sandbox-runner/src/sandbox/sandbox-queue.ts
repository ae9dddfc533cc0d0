import { clearInterval, setInterval } from 'node:timers';
import type { BackOff } from '../host/back-off.ts';

export interface QueueOptions<T> {
  max: number;
  /** Maximum number of busy items per owner. The next request waits, and others are served before it. */
  maxPerOwner: number;
  /** Number of items to keep ready for learners who do not have one. */
  warm: number;
  /** How long an item is kept for its owner. 0: nothing is kept but the `warm` items. */
  idleMs: number;
  make(): Promise<T>;
  destroy(item: T): Promise<void>;
  /** Called before an item is handed out. An unusable one is destroyed and replaced. */
  isUsable(item: T): Promise<boolean>;
  /** Whether `make` failed because of missing space that removing an idle item would free. */
  isOutOfSpace(error: unknown): boolean;
  /** Called with the error if an item cannot be created ahead of demand, because no waiter could get it. */
  onRefillFailed(error: unknown): void;
  /**
   * Pauses before the next attempt to create an item ahead of demand after a failure. Waiters are served
   * without a pause.
   */
  refillPauses: BackOff;
}

export interface QueueStats {
  /** Ready and not used yet. */
  warm: number;
  /** Idle, kept for their owners. */
  kept: number;
  busy: number;
  making: number;
  max: number;
}

/** The longest pause between two searches for items that have been idle too long. */
const maxCheckMs = 5_000;

interface Waiter<T> {
  owner: string;
  resolve(item: T): void;
  reject(error: unknown): void;
}

interface Entry<T> {
  item: T;
  /** Absent while warm, that is, unused. */
  owner?: string;
  busy: boolean;
  idleSince: number;
  /** The queue's generation when its creation started. */
  generation: number;
}

/**
 * Assigns sandboxes to owners. An item that has had an owner never goes to a different one: it is kept for
 * that owner or destroyed. Waiters are served in order, except those whose owner is at the limit per owner.
 * If the maximum is reached, an idle kept item is removed for a new one.
 */
export class SandboxQueue<T> {
  readonly #options: QueueOptions<T>;
  readonly #entries = new Set<Entry<T>>();
  readonly #waiters: Waiter<T>[] = [];
  readonly #pending = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #refillTimer: NodeJS.Timeout | undefined;
  #generation = 0;
  #making = 0;
  #destroying = 0;
  #closed = false;

  constructor(options: QueueOptions<T>) {
    this.#options = options;
    this.#timer = setInterval(() => this.#destroyIdle(), Math.min(options.idleMs || maxCheckMs, maxCheckMs));
    this.#timer.unref();
    this.#serve();
  }

  /** @throws the error of `make` if creation fails; the signal's reason when aborted; Error after `close` */
  async take(owner: string, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    if (this.#closed) throw new Error('the pool is closed');
    return new Promise<T>((resolve, reject) => {
      const waiter: Waiter<T> = { owner, resolve, reject };
      const onAbort = () => {
        const index = this.#waiters.indexOf(waiter);
        if (index >= 0) this.#waiters.splice(index, 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      waiter.resolve = (item) => {
        signal?.removeEventListener('abort', onAbort);
        // Aborted between being chosen and being served. The item is still unused, but now has an owner.
        if (signal?.aborted) void this.giveBack(item, 'keep');
        else resolve(item);
      };
      this.#waiters.push(waiter);
      this.#serve();
    });
  }

  async giveBack(item: T, next: 'keep' | 'discard'): Promise<void> {
    const entry = [...this.#entries].find((candidate) => candidate.item === item);
    if (entry === undefined) return;
    if (
      next === 'keep' &&
      this.#options.idleMs > 0 &&
      !this.#closed &&
      entry.generation === this.#generation
    ) {
      // One kept item per owner: an older one from a concurrent run is removed.
      for (const other of this.#entries)
        if (other !== entry && other.owner === entry.owner && !other.busy) this.#remove(other);
      entry.busy = false;
      entry.idleSince = performance.now();
      this.#serve();
      return;
    }
    await this.#remove(entry);
  }

  /** Removes all items created before: idle ones now, busy ones when they are given back. */
  renew(): void {
    this.#generation++;
    for (const entry of this.#entries) if (!entry.busy) void this.#remove(entry);
  }

  stats(): QueueStats {
    const entries = [...this.#entries];
    const busy = entries.filter((entry) => entry.busy).length;
    const warm = this.#warm().length;
    return { warm, kept: entries.length - busy - warm, busy, making: this.#making, max: this.#options.max };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#endRefillPause();
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new Error('the pool is closed'));
    while (this.#entries.size > 0 || this.#pending.size > 0) {
      for (const entry of this.#entries) void this.#remove(entry);
      await Promise.allSettled([...this.#pending]);
    }
  }

  #serve(): void {
    if (this.#closed) return;
    for (const waiter of [...this.#waiters]) {
      if (!this.#mayHaveMore(waiter.owner)) continue;
      const entry = this.#idleOf(waiter.owner) ?? this.#idleOf(undefined);
      if (entry === undefined) continue;
      this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
      entry.owner = waiter.owner;
      entry.busy = true;
      this.#track(this.#handOut(entry, waiter));
    }
    const waiting = this.#eligible().length;
    const target =
      waiting > 0 || this.#refillTimer !== undefined
        ? waiting
        : Math.max(0, this.#options.warm - this.stats().warm);
    for (let missing = target - this.#making; missing > 0; missing--) {
      if (this.#entries.size + this.#making + this.#destroying < this.#options.max)
        this.#track(this.#makeOne());
      else if (waiting > 0 && this.#destroying === 0) this.#evictOldest();
      else break;
    }
    // Made for a waiter that has gone.
    if (this.#options.idleMs === 0 && waiting === 0)
      for (const entry of this.#warm().slice(this.#options.warm)) void this.#remove(entry);
  }

  #busyOf(owner: string): number {
    return [...this.#entries].filter((entry) => entry.busy && entry.owner === owner).length;
  }

  #mayHaveMore(owner: string): boolean {
    return this.#busyOf(owner) < this.#options.maxPerOwner;
  }

  /** Waiters that would get an item now if there were any, in order. */
  #eligible(): Waiter<T>[] {
    const slotsLeft = new Map<string, number>();
    return this.#waiters.filter(({ owner }) => {
      const left = slotsLeft.get(owner) ?? this.#options.maxPerOwner - this.#busyOf(owner);
      slotsLeft.set(owner, left - 1);
      return left > 0;
    });
  }

  #idleOf(owner: string | undefined): Entry<T> | undefined {
    return [...this.#entries].find((entry) => !entry.busy && entry.owner === owner);
  }

  #warm(): Entry<T>[] {
    return [...this.#entries].filter((entry) => !entry.busy && entry.owner === undefined);
  }

  async #handOut(entry: Entry<T>, waiter: Waiter<T>): Promise<void> {
    const usable = await this.#options.isUsable(entry.item).catch(() => false);
    if (usable && !this.#closed) {
      waiter.resolve(entry.item);
      this.#serve();
      return;
    }
    if (this.#closed) waiter.reject(new Error('the pool is closed'));
    else this.#waiters.unshift(waiter);
    await this.#remove(entry);
  }

  async #makeOne(): Promise<void> {
    this.#making++;
    const generation = this.#generation;
    try {
      const item = await this.#options.make();
      this.#making--;
      const entry = { item, busy: false, idleSince: performance.now(), generation };
      this.#entries.add(entry);
      if (generation !== this.#generation) void this.#remove(entry);
      this.#endRefillPause();
      this.#options.refillPauses.reset();
    } catch (error) {
      this.#making--;
      const [waiter] = this.#eligible();
      if (waiter === undefined) this.#options.onRefillFailed(error);
      // `#serve` tries again after the removal.
      else if (this.#options.isOutOfSpace(error) && this.#evictOldest()) return;
      else {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        waiter.reject(error);
      }
      this.#pauseRefill();
    }
    this.#serve();
  }

  #pauseRefill(): void {
    if (this.#closed || this.#refillTimer !== undefined) return;
    this.#refillTimer = setTimeout(() => {
      this.#endRefillPause();
      this.#serve();
    }, this.#options.refillPauses.next());
    this.#refillTimer.unref();
  }

  #endRefillPause(): void {
    clearTimeout(this.#refillTimer);
    this.#refillTimer = undefined;
  }

  /** @returns whether an item is being removed */
  #evictOldest(): boolean {
    const idle = [...this.#entries].filter((entry) => !entry.busy && entry.owner !== undefined);
    const oldest = idle.sort((a, b) => a.idleSince - b.idleSince)[0];
    if (oldest) void this.#remove(oldest);
    return oldest !== undefined;
  }

  #destroyIdle(): void {
    const limit = performance.now() - this.#options.idleMs;
    for (const entry of this.#entries)
      if (!entry.busy && entry.owner !== undefined && entry.idleSince < limit) void this.#remove(entry);
  }

  #remove(entry: Entry<T>): Promise<void> {
    this.#entries.delete(entry);
    this.#destroying++;
    return this.#track(
      this.#options.destroy(entry.item).finally(() => {
        this.#destroying--;
        this.#serve();
      }),
    );
  }

  #track(work: Promise<void>): Promise<void> {
    const tracked = work.catch(() => {}).finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
    return work;
  }
}
