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

/** A site, and real runners of this machine that work for it in one data folder. */
export class FaultBed {
  readonly site: FaultSite;
  readonly env = testEnv();
  readonly #settings: Record<string, string>;
  readonly #runners = new Set<RunnerProcess>();
  /** Of the runner that ended last. */
  #lastWords: string[] = [];

  /** @param settings of every runner */
  constructor(site: FaultSite, settings: Record<string, string> = {}) {
    this.site = site;
    this.#settings = settings;
  }

  /** What every runner needs, made where it is missing. */
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
   * A learner hands in what passes every check but one, so that nothing follows from it, once a runner is
   * there. @returns the run's id
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
    // The database may be away: then there is nothing to see yet.
    return until('a verdict', async () => (await runOf(learner.id, runId).catch(() => undefined))?.result, {
      state: async () => `${JSON.stringify(await this.record(runId))} ${this.#lastWords.join('\n')}`,
    });
  }

  /** Grades in the record, and times the run was taken from a silent runner. */
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
   * Waits until this machine has nothing of sandboxes but what the runners given own.
   *
   * @param containerIds of containers that may be gone
   * @returns how many things are left beyond that: 0, unless the wait was in vain
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

  /** Ends the runners that still run, and the site. */
  async close(): Promise<void> {
    await this.stopRunners();
    await this.site.close();
  }

  async stopRunners(): Promise<void> {
    await Promise.all([...this.#runners].map((runner) => runner.stop()));
  }
}
