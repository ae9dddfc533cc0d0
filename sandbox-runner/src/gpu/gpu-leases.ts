import { formatDuration } from '@dfm/contracts/quantity';
import type { GpuDevice } from './gpu-device.ts';

/**
 * The right to use one device. It ends only with `release`, because the holder may still be using the device
 * when the time is over.
 */
export interface GpuLease {
  readonly device: GpuDevice;
  /** Aborts when the time of the lease is over: the holder must stop its processes, then release. */
  readonly signal: AbortSignal;
  /** Passes the device on. Safe to repeat. */
  release(): void;
}

interface Waiter {
  owner: string;
  grant(device: GpuDevice): void;
}

/**
 * Leases of this node's GPUs: one per device, and at most one per learner. The next device goes to the
 * learner whose last lease is longest ago. Learners who never had one come first, in order of arrival. So a
 * learner with many requests does not make others wait.
 */
export class GpuLeases {
  readonly #limitMs: number;
  readonly #free: GpuDevice[];
  readonly #waiters: Waiter[] = [];
  readonly #holders = new Set<string>();
  /** Least recently served first. */
  readonly #served = new Set<string>();

  /** @param limitMs after which a lease's signal aborts */
  constructor(devices: readonly GpuDevice[], limitMs: number) {
    this.#free = [...devices];
    this.#limitMs = limitMs;
  }

  /** Number of requests that wait for a device. */
  get waiting(): number {
    return this.#waiters.length;
  }

  /** @throws the signal's reason when aborted while waiting */
  async take(owner: string, signal: AbortSignal): Promise<GpuLease> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        owner,
        grant: (device) => {
          signal.removeEventListener('abort', onAbort);
          resolve(this.#lease(owner, device));
        },
      };
      const onAbort = () => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiters.push(waiter);
      this.#serve();
    });
  }

  #serve(): void {
    while (this.#free.length > 0) {
      const order = [...this.#served];
      const next = this.#waiters
        .filter(({ owner }) => !this.#holders.has(owner))
        // The sort is stable: owners never served (-1) stay in order of arrival.
        .sort((a, b) => order.indexOf(a.owner) - order.indexOf(b.owner))[0];
      if (next === undefined) return;
      this.#waiters.splice(this.#waiters.indexOf(next), 1);
      this.#holders.add(next.owner);
      this.#served.delete(next.owner);
      this.#served.add(next.owner);
      next.grant(this.#free.shift()!);
    }
  }

  #lease(owner: string, device: GpuDevice): GpuLease {
    const over = new AbortController();
    const timer = setTimeout(
      () => over.abort(new Error(`the lease of ${device.name} ended after ${formatDuration(this.#limitMs)}`)),
      this.#limitMs,
    );
    timer.unref();
    let held = true;
    return {
      device,
      signal: over.signal,
      release: () => {
        if (!held) return;
        held = false;
        clearTimeout(timer);
        this.#holders.delete(owner);
        this.#free.push(device);
        this.#serve();
      },
    };
  }
}
