import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from '@dfm/contracts';
import type { ProcessorTime, ProcessorTimeSource } from './processor-time.ts';

/** A machine is too busy to measure anything if everything takes this many times as long, plus `patienceMs`. */
const maxStretch = 5;
const patienceMs = 60_000;

/** Wall-clock milliseconds after which a limit on a container's clock has been reached at the latest. */
export function maxMs(limitMs: number): number {
  return limitMs * maxStretch + patienceMs;
}
/**
 * How often the clock is read while waiting for a limit. When a process ends, its waiting time since the last
 * reading is lost.
 */
const pollMs = 250;

/**
 * Measures the time that a container had: elapsed time, minus the time for which its processes were ready to
 * run while other work on the machine used the processors, and for which they waited for the disk. So no
 * verdict depends on the load of the machine. While a sandbox uses all the processors it may use, no time is
 * subtracted, and none for a sleeping service.
 *
 * The clock of a complete sandbox subtracts no waiting for the disk, because a learner's program can wait for
 * it as long as it wants. So it limits what the clocks of the containers in it subtract.
 */
export class ContainerClock {
  readonly #read: () => Promise<ProcessorTime>;
  readonly #now: () => number;
  readonly #of: number | 'sandbox';
  readonly #startMs: number;
  #last: { atMs: number; time: ProcessorTime };
  #elapsedMs = 0;
  #onDiskMs = 0;
  #reading: Promise<number> | undefined;

  private constructor(
    read: () => Promise<ProcessorTime>,
    now: () => number,
    of: number | 'sandbox',
    startMs: number,
    time: ProcessorTime,
  ) {
    this.#read = read;
    this.#now = now;
    this.#of = of;
    this.#startMs = startMs;
    this.#last = { atMs: startMs, time };
  }

  /**
   * Starts a clock now.
   *
   * @param of a process (its pid in the sandbox's engine) and its descendants, or everything in the sandbox
   */
  static start(sandbox: ProcessorTimeSource, of: number | 'sandbox'): Promise<ContainerClock> {
    return ContainerClock.from(() => sandbox.processorTime(of), of);
  }

  /** @param now in milliseconds, from any origin */
  static async from(
    read: () => Promise<ProcessorTime>,
    of: number | 'sandbox',
    now: () => number = () => performance.now(),
  ): Promise<ContainerClock> {
    const startMs = now();
    return new ContainerClock(read, now, of, startMs, await read());
  }

  /**
   * Milliseconds of this clock since its start.
   *
   * @throws PlatformError `sandbox-failed` once the machine is too busy to measure anything
   */
  elapsedMs(): Promise<number> {
    this.#reading ??= this.#measure().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #measure(): Promise<number> {
    const time = await this.#read();
    const atMs = this.#now();
    const { atMs: lastMs, time: last } = this.#last;
    this.#last = { atMs, time };
    const passedMs = atMs - lastMs;
    const lost = lostBetween(last, time, passedMs);
    const onDiskMs = this.#of === 'sandbox' ? 0 : lost.onDiskMs;
    this.#onDiskMs += onDiskMs;
    this.#elapsedMs += passedMs - lost.forProcessorMs - onDiskMs;
    // A program can wait for the disk as long as it wants, and that is not our fault.
    if (atMs - this.#startMs - this.#onDiskMs > maxMs(this.#elapsedMs)) throw tooBusy();
    return this.#elapsedMs;
  }

  /** Milliseconds subtracted so far. */
  async lostMs(): Promise<number> {
    const elapsedMs = await this.elapsedMs();
    return this.#last.atMs - this.#startMs - elapsedMs;
  }

  /**
   * Runs `work` with a signal that aborts after `limitMs` of this clock.
   *
   * @throws PlatformError `sandbox-failed` if the machine was too busy to measure the time
   */
  async within<T>(limitMs: number, work: (deadline: AbortSignal) => Promise<T>): Promise<T> {
    const over = new AbortController();
    const done = new AbortController();
    const watching = this.#abortAfter(limitMs, over, done.signal).catch((error: unknown) => {
      over.abort(error);
      throw error;
    });
    const [worked, watched] = await Promise.allSettled([
      work(over.signal).finally(() => done.abort()),
      watching,
    ]);
    if (watched.status === 'rejected') throw watched.reason;
    if (worked.status === 'rejected') throw worked.reason;
    return worked.value;
  }

  async #abortAfter(limitMs: number, over: AbortController, done: AbortSignal): Promise<void> {
    const endMs = (await this.elapsedMs()) + limitMs;
    while (!done.aborted) {
      const leftMs = endMs - (await this.elapsedMs());
      if (leftMs <= 0) return over.abort(new Error(`not finished within ${limitMs} ms`));
      await delay(Math.min(Math.ceil(leftMs), pollMs), undefined, { signal: done }).catch(() => undefined);
    }
  }
}

function tooBusy(): PlatformError {
  return new PlatformError(
    'sandbox-failed',
    'The machine was too busy to run your container. This is our fault, and this run is not counted; run it again.',
    {
      detail: 'other work used the processors for so long that nothing could be measured',
    },
  );
}

/**
 * Milliseconds lost between two readings: the sum of the threads' waiting times, but at most the time for
 * which the sandbox did not use its own processors. Threads of one sandbox that wait for each other lose
 * nothing. A thread that waits for the disk at the second reading counts as if it had waited since the first,
 * which is right on average over many readings.
 */
function lostBetween(
  before: ProcessorTime,
  after: ProcessorTime,
  passedMs: number,
): { forProcessorMs: number; onDiskMs: number } {
  if (before.usedMs === undefined || after.usedMs === undefined) return { forProcessorMs: 0, onDiskMs: 0 };
  const threads = [...after.threads];
  const unusedMs = Math.max(0, passedMs - (after.usedMs - before.usedMs) / after.cpus);
  const waitedMs = threads.reduce(
    (sum, [thread, { forProcessorMs }]) =>
      sum + Math.max(0, forProcessorMs - (before.threads.get(thread)?.forProcessorMs ?? 0)),
    0,
  );
  const forProcessorMs = Math.min(waitedMs, unusedMs);
  return {
    forProcessorMs,
    onDiskMs: threads.some(([, { isOnDisk }]) => isOnDisk) ? unusedMs - forProcessorMs : 0,
  };
}
