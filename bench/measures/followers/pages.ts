import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Answer, Arrival, FollowedRun, Order, Report } from './messages.ts';

/** Pages that follow runs in a process of their own. */
export class Pages {
  readonly #process: ChildProcess = fork(join(import.meta.dirname, 'pages.process.ts'));
  readonly #url: string;
  /** Of the events that have reached their pages, by run. */
  readonly #arrivals = new Map<string, Arrival[]>();
  #answer = Promise.withResolvers<Answer>();

  /** @param url of the site */
  constructor(url: string) {
    this.#url = url;
    this.#process.on('message', (report: Report) => this.#receive(report));
    this.#process.on('exit', (code) => this.#answer.reject(new Error(`the pages exited with ${code}`)));
    // A failure while nothing is asked is the answer to the next order.
    this.#answer.promise.catch(() => {});
  }

  /** Resolves when all of these runs are followed. */
  async open(runs: FollowedRun[]): Promise<void> {
    await this.#ask('opened', { kind: 'open', url: this.#url, runs });
  }

  /** From now on, `moves` reports when each page showed a different place in the queue. */
  async mark(): Promise<void> {
    await this.#ask('marked', { kind: 'mark' });
  }

  /** @returns the times since `mark` (ms, `monotonicMs`), and how many pages are open */
  async moves(): Promise<{ atMs: number[]; pages: number }> {
    return this.#ask('moved', { kind: 'moves' });
  }

  /** @returns messages that the pages have received so far, and how many pages are open */
  async count(): Promise<{ messages: number; pages: number }> {
    return this.#ask('counted', { kind: 'count' });
  }

  /** When the events of a run reached its page (ms, `monotonicMs`), in their order. */
  arrivals(runId: string): readonly number[] {
    return (this.#arrivals.get(runId) ?? []).map(({ atMs }) => atMs);
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.disconnect();
    await once(this.#process, 'exit');
  }

  /** One order at a time. @throws Error if a stream was refused or broke off */
  async #ask<Kind extends Answer['kind']>(
    kind: Kind,
    order: Order,
  ): Promise<Extract<Answer, { kind: Kind }>> {
    this.#process.send(order);
    const answer = await this.#answer.promise;
    this.#answer = Promise.withResolvers();
    this.#answer.promise.catch(() => {});
    if (answer.kind !== kind) throw new Error(`the pages answered ${answer.kind} instead of ${kind}`);
    return answer as Extract<Answer, { kind: Kind }>;
  }

  #receive(report: Report): void {
    if (report.kind === 'failed') this.#answer.reject(new Error(report.message));
    else if (report.kind !== 'event') this.#answer.resolve(report);
    else {
      const known = this.#arrivals.get(report.runId) ?? [];
      known.push(report);
      this.#arrivals.set(report.runId, known);
    }
  }
}
