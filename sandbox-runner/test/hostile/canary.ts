import type { Sandbox } from '../../src/sandbox/pool.ts';
import { build } from '../sandbox-fixture.ts';

const dockerfile = 'FROM debian:bookworm-slim\nRUN echo canary > /canary\nRUN cat /canary\n';

/** Another learner, at work in a sandbox of their own: builds something small again and again, all of it cached. */
export class Canary {
  readonly #sandbox: Sandbox;
  /** Median of a build while nobody else works. */
  readonly normalMs: number;

  private constructor(sandbox: Sandbox, normalMs: number) {
    this.#sandbox = sandbox;
    this.normalMs = normalMs;
  }

  static async in(sandbox: Sandbox): Promise<Canary> {
    await timed(sandbox);
    const alone: number[] = [];
    for (let i = 0; i < 7; i += 1) alone.push(await timed(sandbox));
    return new Canary(sandbox, median(alone));
  }

  /** Builds on while `work` is done, at least once. @returns how many times longer than normal a build took, by the median */
  async beside<T>(work: () => Promise<T>): Promise<{ value: T; ratio: number; builds: number }> {
    const over = new AbortController();
    const during: number[] = [];
    const building = (async () => {
      do during.push(await timed(this.#sandbox));
      while (!over.signal.aborted);
    })();
    try {
      const value = await work();
      over.abort();
      await building;
      return { value, ratio: median(during) / this.normalMs, builds: during.length };
    } finally {
      over.abort();
      await building;
    }
  }

  fault() {
    return this.#sandbox.fault();
  }
}

async function timed(sandbox: Sandbox): Promise<number> {
  const started = performance.now();
  const { kind, log } = await build(sandbox, dockerfile);
  if (kind !== 'built') throw new Error(`the canary's build ended as ${kind}: ${log}`);
  return performance.now() - started;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
