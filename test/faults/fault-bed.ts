import type { ResultDocument, RunEvent } from '@dfm/contracts';
import { connectedRunners } from '../../lib/nodes/runners.ts';
import { runOf } from '../../lib/runs/queries.ts';
import { submit } from '../../lib/runs/submit.ts';
import { prepareSandboxImage } from '../../sandbox-runner/src/preparation/prepare.ts';
import { prepareShelf } from '../../sandbox-runner/src/shelf/prepare.ts';
import { testEnv } from '../../sandbox-runner/test/sandbox-fixture.ts';
import type { Visitor } from '../site/site.ts';
import type { FaultSite } from './fault-site.ts';
import { remainsIn } from './remains.ts';
import { RunnerProcess } from './runner-process.ts';
import { until } from './until.ts';

const clearWithinMs = 60_000;

/** A site, and real runners on this machine that work for it in the same data folder. */
export class FaultBed {
  readonly site: FaultSite;
  readonly env = testEnv();
  readonly #settings: Record<string, string>;
  readonly #runners = new Set<RunnerProcess>();
  /** The last log lines of the runner that ended most recently. */
  #lastWords: string[] = [];

  /** @param settings settings of every runner */
  constructor(site: FaultSite, settings: Record<string, string> = {}) {
    this.site = site;
    this.#settings = settings;
  }

  /** Prepares what every runner needs, if it is missing. */
  async prepare(): Promise<void> {
    await prepareShelf(this.env, () => {});
    await prepareSandboxImage(this.env, () => {});
  }

  /** Starts a runner; it may not be ready yet. */
  runner(name: string, settings: Record<string, string> = {}, command?: readonly string[]): RunnerProcess {
    const own = {
      DATA_DIR: this.env.DATA_DIR,
      SHELF_DIR: this.env.SHELF_DIR,
      SANDBOX_DISK_MB: String(this.env.SANDBOX_DISK_MB),
      SANDBOX_MAX: '2',
      SANDBOX_WARM: '0',
    };
    const runner = new RunnerProcess(
      name,
      this.site.url,
      { ...own, ...this.#settings, ...settings },
      command,
    );
    this.#runners.add(runner);
    void this.#forgetEnded(runner);
    return runner;
  }

  async #forgetEnded(runner: RunnerProcess): Promise<void> {
    await runner.ended;
    this.#runners.delete(runner);
    this.#lastWords = runner.lines.slice(-15);
  }

  /**
   * Once a runner is connected, submits files that pass every check except one, so that no confirmation
   * follows.
   *
   * @returns the run's ID
   */
  async submit(learner: Visitor, dockerfile?: string): Promise<string> {
    await until('a connected runner', async () =>
      (await connectedRunners().catch(() => 0)) > 0 ? true : undefined,
    );
    return (
      await submit(learner.id, {
        exercise: 'small-service',
        files: dockerfile === undefined ? {} : ({ Dockerfile: dockerfile } as Record<string, string>),
      })
    ).runId;
  }

  /** Waits for the verdict. */
  async verdict(learner: Visitor, runId: string): Promise<ResultDocument> {
    // The database may be unavailable. In that case, there is nothing to see yet.
    return until('a verdict', async () => (await runOf(learner.id, runId).catch(() => undefined))?.result, {
      state: async () => `${JSON.stringify(await this.record(runId))} ${this.#lastWords.join('\n')}`,
    });
  }

  /** The number of recorded grades, and how often the run was taken from a silent runner. */
  async record(runId: string): Promise<{ grades: number; retries: number; fence: number }> {
    const events = (
      await this.site.query<{ event: RunEvent }>('SELECT event FROM run_event WHERE run_id = $1', [runId])
    ).map(({ event }) => event.type);
    const [run] = await this.site.query<{ fence: number }>('SELECT fence FROM run WHERE id = $1', [runId]);
    return {
      grades: events.filter((type) => type === 'result').length,
      retries: events.filter((type) => type === 'retry').length,
      fence: run?.fence ?? 0,
    };
  }

  /**
   * Waits until this machine has nothing of sandboxes except what the given runners own.
   *
   * @param containerIds IDs of containers that may already be removed
   * @returns the number of other things that are left: 0, unless the wait timed out
   */
  async leaks(living: readonly RunnerProcess[], containerIds: readonly string[] = []): Promise<number> {
    const look = () =>
      remainsIn(this.env.DATA_DIR, this.env.DOCKER_SOCKET, {
        owners: living.map(({ pid }) => pid),
        containerIds,
      });
    await until('nothing left', async () => ((await look()).length === 0 ? true : undefined), {
      withinMs: clearWithinMs,
    }).catch(() => undefined);
    const left = await look();
    if (left.length > 0) console.error(left);
    return left.length;
  }

  /** Stops the runners that are still running, and the site. */
  async close(): Promise<void> {
    await this.stopRunners();
    await this.site.close();
  }

  async stopRunners(): Promise<void> {
    await Promise.all([...this.#runners].map((runner) => runner.stop()));
  }
}
