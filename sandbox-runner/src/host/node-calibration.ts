import { runCommand } from './command.ts';

/**
 * Median milliseconds of the work below on the machine on which the exercises' time limits were set (two cores, idle,
 * 2026-11-21, twenty times).
 */
const referenceMs = 90;
/** Starts a program that takes memory and computes, as a service does until it is ready. */
const work = "const rows = Array.from({ length: 1e5 }, (_, i) => ({ key: (i * 7919) % 1e5, text: 'row ' + i })); JSON.parse(JSON.stringify(rows)).sort((a, b) => a.key - b.key);";
/** A node slower than this is not worth waiting for. */
const largest = 5;
const freshMs = 30_000;

/** How much slower this node is than the one that the exercises' time limits were set on, with what else it does now. */
export class NodeCalibration {
  readonly #measure: () => Promise<number>;
  readonly #now: () => number;
  #last: { atMs: number; factor: Promise<number> } | undefined;

  constructor(measure: () => Promise<number> = measureWork, now: () => number = Date.now) {
    this.#measure = measure;
    this.#now = now;
  }

  /**
   * What a time limit is multiplied by here, measured at most every 30 s.
   * @returns 1 on a node as fast as the reference or faster, at most 5
   * @throws Error when the measuring program cannot be started
   */
  factor(): Promise<number> {
    const atMs = this.#now();
    if (this.#last === undefined || atMs - this.#last.atMs >= freshMs) {
      const factor = this.#measure().then((ms) => Math.min(largest, Math.max(1, Math.round((10 * ms) / referenceMs) / 10)));
      this.#last = { atMs, factor };
    }
    return this.#last.factor;
  }
}

async function measureWork(): Promise<number> {
  const began = performance.now();
  await runCommand(process.execPath, ['-e', work]);
  return performance.now() - began;
}

/** Of the machine this process runs on. */
export const nodeCalibration = new NodeCalibration();
