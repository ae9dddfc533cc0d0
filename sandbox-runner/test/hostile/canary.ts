import type { Sandbox } from '../../src/sandbox/pool.ts';
import { build } from '../sandbox-fixture.ts';

const dockerfile = 'FROM debian:bookworm-slim\nRUN echo canary > /canary\nRUN cat /canary\n';

/** Another learner, at work in a sandbox of their own: builds something small again and again, all of it cached. */
export class Canary {
  readonly #sandbox: Sandbox;

  private constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  static async in(sandbox: Sandbox): Promise<Canary> {
    await timed(sandbox);
    return new Canary(sandbox);
  }

  /**
   * Builds while `work` is done, at least once, and a few times before and after it: what else the machine does is in both.
   * @returns how many times longer than alone a build took, by the medians
   */
  async beside<T>(work: () => Promise<T>): Promise<{ value: T; ratio: number; builds: number }> {
    const alone = await this.#several();
    const over = new AbortController();
    const during: number[] = [];
    const building = (async () => {
      do during.push(await timed(this.#sandbox));
      while (!over.signal.aborted);
    })();
    const [value] = await Promise.all([work().finally(() => over.abort()), building]);
    alone.push(...(await this.#several()));
    return { value, ratio: median(during) / median(alone), builds: during.length };
  }

  fault() {
    return this.#sandbox.fault();
  }

  async #several(): Promise<number[]> {
    const times: number[] = [];
    for (let n = 0; n < 3; n += 1) times.push(await timed(this.#sandbox));
    return times;
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
