import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { TunnelProblem } from '@dfm/contracts/terminal';

/** Longer than a runner takes to find out that nothing answers in a sandbox. */
const ANSWER_MS = 15_000;

/** There is no tunnel. `no-answer`: the runner has not answered in time. */
export class TunnelRefused extends Error {
  readonly problem: TunnelProblem | 'no-runner' | 'no-answer';

  constructor(problem: TunnelRefused['problem']) {
    super(`no tunnel: ${problem}`);
    this.problem = problem;
  }
}

/** The tunnels of a session that its runner was asked for, until it has connected them. */
export class AwaitedTunnels {
  readonly #waiting = new Map<string, PromiseWithResolvers<Duplex>>();

  /**
   * Waits for a tunnel with a new ID.
   *
   * @param ask asks the runner for it
   * @throws TunnelRefused
   */
  async await(ask: (tunnel: string) => void): Promise<Duplex> {
    const tunnel = randomUUID();
    const waiting = Promise.withResolvers<Duplex>();
    this.#waiting.set(tunnel, waiting);
    const timer = setTimeout(() => this.refuse(tunnel, 'no-answer'), ANSWER_MS);
    ask(tunnel);
    try {
      return await waiting.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  has(tunnel: string): boolean {
    return this.#waiting.has(tunnel);
  }

  /** Hands a tunnel over, or destroys it if it is not awaited any more. */
  connect(tunnel: string, stream: Duplex): void {
    const waiting = this.#take(tunnel);
    if (waiting) waiting.resolve(stream);
    else stream.destroy();
  }

  refuse(tunnel: string, problem: TunnelRefused['problem']): void {
    this.#take(tunnel)?.reject(new TunnelRefused(problem));
  }

  refuseAll(problem: TunnelRefused['problem']): void {
    for (const tunnel of this.#waiting.keys()) this.refuse(tunnel, problem);
  }

  #take(tunnel: string): PromiseWithResolvers<Duplex> | undefined {
    const waiting = this.#waiting.get(tunnel);
    this.#waiting.delete(tunnel);
    return waiting;
  }
}
