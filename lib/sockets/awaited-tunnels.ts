import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { TunnelProblem } from '@dfm/contracts/terminal';

/** Longer than a runner takes to find out that nothing answers in a sandbox. */
const ANSWER_MS = 15_000;

/** There is no tunnel. `no-answer`: the runner has said nothing in time. */
export class TunnelRefused extends Error {
  readonly problem: TunnelProblem | 'no-runner' | 'no-answer';

  constructor(problem: TunnelRefused['problem']) {
    super(`no tunnel: ${problem}`);
    this.problem = problem;
  }
}

interface Waiting {
  open: (stream: Duplex) => void;
  refuse: (problem: TunnelRefused['problem']) => void;
}

/** The tunnels of a session for which its runner was asked, until it has connected them. */
export class AwaitedTunnels {
  readonly #waiting = new Map<string, Waiting>();

  /**
   * Waits for a tunnel with a new ID.
   *
   * @param ask asks the runner for it
   * @throws TunnelRefused
   */
  async await(ask: (tunnel: string) => void): Promise<Duplex> {
    const tunnel = randomUUID();
    const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
    const refuse: Waiting['refuse'] = (problem) => reject(new TunnelRefused(problem));
    this.#waiting.set(tunnel, { open: resolve, refuse });
    const timer = setTimeout(() => refuse('no-answer'), ANSWER_MS);
    ask(tunnel);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(tunnel);
    }
  }

  /**
   * Takes a tunnel that is awaited, which works once.
   *
   * @returns a function that hands it over
   */
  take(tunnel: string): Waiting['open'] | undefined {
    const waiting = this.#waiting.get(tunnel);
    this.#waiting.delete(tunnel);
    return waiting?.open;
  }

  refuse(tunnel: string, problem: TunnelProblem): void {
    this.#waiting.get(tunnel)?.refuse(problem);
  }

  refuseAll(problem: TunnelRefused['problem']): void {
    for (const { refuse } of this.#waiting.values()) refuse(problem);
  }
}
