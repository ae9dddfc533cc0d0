/** What a run needs from the processors of its node. */
export interface Work {
  /** Seconds of processor time. */
  coreSeconds: number;
  /** Processors that it can use at once. */
  parallelism: number;
  /** Seconds after that in which it waits for something other than a processor. */
  restSeconds: number;
}

interface Job<T> {
  of: T;
  left: number;
  parallelism: number;
  restSeconds: number;
  /** Processors that it has at the moment. */
  rate: number;
  /** When its rest ends; infinite while it works. */
  restsUntil: number;
}

/** Below this many core seconds, a job counts as done: rounding leaves such remains. */
const remains = 1e-9;

/**
 * The processors of a node, shared equally by the jobs that work on it, except that a job gets no more than
 * it can use.
 */
export class SharedProcessors<T> {
  #cores: number;
  /** In ascending order of the processors that they can use. */
  readonly #jobs: Job<T>[] = [];
  #now = 0;
  /** Processor time given to jobs so far. */
  usedCoreSeconds = 0;

  constructor(cores: number) {
    this.#cores = cores;
  }

  /** When a job begins to rest or ends next, if none is added before. */
  get nextAt(): number {
    let next = Infinity;
    for (const { restsUntil, left, rate } of this.#jobs)
      next = Math.min(next, restsUntil < Infinity ? restsUntil : this.#now + left / rate);
    return next;
  }

  add(now: number, of: T, { coreSeconds, parallelism, restSeconds }: Work): void {
    this.#advance(now);
    const job = { of, left: coreSeconds, parallelism, restSeconds, rate: 0, restsUntil: Infinity };
    const at = this.#jobs.findIndex((other) => other.parallelism > parallelism);
    this.#jobs.splice(at < 0 ? this.#jobs.length : at, 0, job);
    this.#share();
  }

  /** Changes how many processors there are for the jobs. */
  resize(now: number, cores: number): void {
    this.#advance(now);
    this.#cores = cores;
    this.#share();
  }

  /** Lets the time pass. @returns the jobs that have ended at that time */
  ended(now: number): T[] {
    this.#advance(now);
    const ended: T[] = [];
    for (let at = this.#jobs.length - 1; at >= 0; at--) {
      const job = this.#jobs[at]!;
      if (job.restsUntil === Infinity && job.left <= remains) job.restsUntil = now + job.restSeconds;
      if (job.restsUntil > now) continue;
      this.#jobs.splice(at, 1);
      ended.push(job.of);
    }
    this.#share();
    return ended;
  }

  #advance(now: number): void {
    const seconds = now - this.#now;
    this.#now = now;
    for (const job of this.#jobs) {
      if (job.restsUntil < Infinity) continue;
      job.left -= job.rate * seconds;
      this.usedCoreSeconds += job.rate * seconds;
    }
  }

  #share(): void {
    let working = 0;
    for (const job of this.#jobs) if (job.restsUntil === Infinity) working++;
    let cores = this.#cores;
    for (const job of this.#jobs) {
      if (job.restsUntil < Infinity) continue;
      job.rate = Math.min(job.parallelism, cores / working);
      cores -= job.rate;
      working--;
    }
  }
}
