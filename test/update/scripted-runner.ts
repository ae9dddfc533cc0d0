import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SiteClient } from '../../sandbox-runner/src/queue/site-client.ts';
import { RUNNER_TOKEN, runner, verdict } from '../site/site.ts';
import { untilReached } from './until-reached.ts';

const atOnce = 2;
const claimWaitMs = 5_000;
const pauseMs = 200;

/** The score that a run gets, so that one that was given to a different run is noticed. */
export const scoreOf = (runId: string): number => Number.parseInt(runId.slice(-4), 16) % 100;

/**
 * Takes runs over the network with the client of a version's own runner, and grades each without building
 * anything: the test is about the site and its database, with more runs than this machine could build.
 */
export class ScriptedRunner {
  readonly #client: SiteClient;
  readonly #name: string;
  readonly #stopping = new AbortController();
  readonly #workers: Promise<void>[];
  graded = 0;
  /** Why calls were repeated, until the site answered. */
  readonly repeated: string[] = [];

  private constructor(client: SiteClient, name: string) {
    this.#client = client;
    this.#name = name;
    this.#workers = Array.from({ length: atOnce }, () => this.#work());
  }

  /** @param folder of the version */
  static async start(folder: string, url: string, name: string): Promise<ScriptedRunner> {
    const path = join(folder, 'sandbox-runner/src/queue/site-client.ts');
    const module = (await import(path)) as { SiteClient: typeof SiteClient };
    return new ScriptedRunner(new module.SiteClient(url, RUNNER_TOKEN), name);
  }

  /** Takes no more runs and finishes its current ones, as a runner does after SIGTERM. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#workers);
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const claim = await this.#client
        .claim(runner(this.#name), claimWaitMs, signal)
        .catch((error: unknown) => (signal.aborted ? undefined : void this.repeated.push(String(error))));
      if (claim === undefined) {
        await delay(pauseMs);
        continue;
      }
      if (claim.work !== 'grading') throw new Error('nothing to grade');
      const { runId, fence, exercise } = claim;
      await delay(pauseMs);
      await untilReached(() => this.#client.heartbeat(runId, fence), this.repeated);
      const score = scoreOf(runId);
      const result = verdict(exercise.slug, { passed: false, score });
      await untilReached(() => this.#client.result(runId, { fence, result }), this.repeated);
      this.graded += 1;
    }
  }
}
