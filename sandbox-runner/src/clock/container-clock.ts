import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from '@dfm/contracts';
import type { ProcessorTime, ProcessorTimeSource } from './processor-time.ts';

/**
 * A machine on which everything takes this many times as long, and a while more, is too busy to judge
 * anything.
 */
const maxStretch = 5;
const patienceMs = 60_000;

/** Milliseconds after which a limit of a container's clock has ended at the latest. */
export function maxMs(limitMs: number): number {
  return limitMs * maxStretch + patienceMs;
}
/**
 * How often a limit that is waited for is looked at: what a process that ends had waited since the last look
 * is lost.
 */
const lookMs = 250;

/**
 * Measures what a container is given time for: the time that goes by, less the time for which its processes
 * were ready to run and others on the machine had the processors. So no verdict depends on what else the
 * machine does, and nothing that the learner's own sandbox does makes a limit longer: while it has all the
 * processors it may have, nothing is denied. A service that sleeps is denied nothing.
 */
export class ContainerClock {
  readonly #read: () => Promise<ProcessorTime>;
  readonly #now: () => number;
  readonly #startMs: number;
  #last: { atMs: number; time: ProcessorTime };
  #elapsedMs = 0;
  #looking: Promise<number> | undefined;

  private constructor(
    read: () => Promise<ProcessorTime>,
    now: () => number,
    startMs: number,
    time: ProcessorTime,
  ) {
    this.#read = read;
    this.#now = now;
    this.#startMs = startMs;
    this.#last = { atMs: startMs, time };
  }

  /**
   * Starts a clock now.
   *
   * @param of a process, as the sandbox's engine knows it, and those that descend from it; or everything in
   *   the sandbox
   */
  static start(sandbox: ProcessorTimeSource, of: number | 'sandbox'): Promise<ContainerClock> {
    return ContainerClock.from(() => sandbox.processorTime(of));
  }

  /** @param now in milliseconds, from any origin */
  static async from(
    read: () => Promise<ProcessorTime>,
    now: () => number = () => performance.now(),
  ): Promise<ContainerClock> {
    const startMs = now();
    return new ContainerClock(read, now, startMs, await read());
  }

  /**
   * Milliseconds of this clock since its start.
   *
   * @throws PlatformError `sandbox-failed` once the machine is too busy to judge anything
   */
  elapsedMs(): Promise<number> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<number> {
    const time = await this.#read();
    const atMs = this.#now();
    const { atMs: lastMs, time: last } = this.#last;
    this.#last = { atMs, time };
    const passedMs = atMs - lastMs;
    this.#elapsedMs += passedMs - deniedMs(last, time, passedMs);
    if (atMs - this.#startMs > maxMs(this.#elapsedMs)) throw tooBusy();
    return this.#elapsedMs;
  }

  /** Milliseconds that other work on the machine took from it so far. */
  async deniedMs(): Promise<number> {
    const elapsedMs = await this.elapsedMs();
    return this.#last.atMs - this.#startMs - elapsedMs;
  }

  /**
   * Does `work` with a signal that aborts once `limitMs` of this clock are over.
   *
   * @throws PlatformError `sandbox-failed` where the machine was too busy to tell
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
      if (leftMs <= 0) return over.abort(new Error(`no end within ${limitMs} ms`));
      await delay(Math.min(Math.ceil(leftMs), lookMs), undefined, { signal: done }).catch(() => undefined);
    }
  }
}

function tooBusy(): PlatformError {
  return new PlatformError(
    'sandbox-failed',
    'The machine was too busy to run your container. This is our fault and costs no attempt; run it again.',
    {
      detail: 'other work took the processors for so long that nothing could be judged',
    },
  );
}

/**
 * Processor time denied between two looks. What threads waited counts, all of them together, but no more than
 * the part of the time that the sandbox did not use of its own processors: threads of one sandbox that wait
 * for each other are denied nothing.
 */
function deniedMs(before: ProcessorTime, after: ProcessorTime, passedMs: number): number {
  if (before.usedMs === undefined || after.usedMs === undefined) return 0;
  let waited = 0;
  for (const [thread, ms] of after.waitedMs) waited += Math.max(0, ms - (before.waitedMs.get(thread) ?? 0));
  const unusedMs = passedMs - (after.usedMs - before.usedMs) / after.cpus;
  return Math.max(0, Math.min(waited, unusedMs));
}
