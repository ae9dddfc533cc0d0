import type { Lab } from '@dfm/contracts/lab';
import { followLab } from '@dfm/labs/follow-lab';
import type { EngineEvent } from '@dfm/labs/lab-engine';
import { LabRun, type LabProgress } from '@dfm/labs/lab-run';
import { engineEvents } from '../engine/engine-events.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { prepareLab } from './prepare-lab.ts';
import { sandboxLabEngine } from './sandbox-lab-engine.ts';

/** A lab in a sandbox, from its first step on, that is followed as in a session, but without a learner. */
export class PlayedLab {
  readonly #run: LabRun;
  readonly #over = new AbortController();
  readonly #following: Promise<void>;
  #progress: LabProgress = { done: 0, ticks: [] };
  #failure: { cause: unknown } | undefined;
  #lastEventAt = 0;

  /**
   * Prepares an unused sandbox and follows its engine.
   *
   * @throws Error if the lab cannot be prepared; the signal's reason
   */
  static async open(lab: Lab, sandbox: Sandbox, signal: AbortSignal): Promise<PlayedLab> {
    await prepareLab(lab, 0, sandbox, signal);
    const run = new LabRun(lab.steps, sandboxLabEngine(sandbox));
    await run.begin();
    return new PlayedLab(run, sandbox, signal);
  }

  private constructor(run: LabRun, sandbox: Sandbox, signal: AbortSignal) {
    this.#run = run;
    this.#following = followLab(run, {
      events: (until) => this.#events(sandbox, until),
      onProgress: async (progress) => void (this.#progress = progress),
      onProblem: (cause) => void (this.#failure ??= { cause }),
      signal: AbortSignal.any([signal, this.#over.signal]),
    });
  }

  /**
   * What a learner would see: the open step is looked at when a session would look at it.
   *
   * @throws what the engine throws if it did not answer, or could not be followed
   */
  get progress(): LabProgress {
    if (this.#failure !== undefined) throw this.#failure.cause;
    return this.#progress;
  }

  /**
   * Looks at the open step, whether a session would or not.
   *
   * @throws what the engine throws if it does not answer
   */
  look(): Promise<LabProgress> {
    return this.#run.look();
  }

  /** Forgets what has happened in the open step, so that it counts only for the way that was tried. */
  forgetEvents(): void {
    this.#run.forgetEvents();
  }

  /** Whether the engine has reported nothing since `since`, by `performance.now()`, and for so long. */
  isQuiet(since: number, forMs: number): boolean {
    return performance.now() - Math.max(since, this.#lastEventAt) >= forMs;
  }

  /** Stops following the engine. */
  async close(): Promise<void> {
    this.#over.abort();
    await this.#following;
  }

  async *#events(sandbox: Sandbox, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    for await (const event of engineEvents(sandbox.engine, signal)) {
      this.#lastEventAt = performance.now();
      yield event;
    }
    if (!signal.aborted) throw new Error('the engine has stopped reporting what happens');
  }
}
