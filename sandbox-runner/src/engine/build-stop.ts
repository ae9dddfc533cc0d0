import { setTimeout as delay } from 'node:timers/promises';
import type { RebuildProgress, TraceStep } from '@dfm/grading';
import type Docker from 'dockerode';
import type { TraceRecorder } from './build-trace.ts';

/** When a build is stopped before its end. */
export interface StopRule {
  /** Asked after each report of the engine: whether the rest need not be built. */
  isAnswered(progress: RebuildProgress): boolean;
  /** How many containers have a process, build steps included. */
  containers(): Promise<number>;
  /** Told when the engine is asked to stop. */
  onAsked(): void;
}

const pollMs = 100;

/**
 * Stops a build in the engine once its rule says so. The engine kills the steps that are at work and keeps
 * reporting until they have ended, so nothing of the build is left when its stream ends.
 */
export class BuildStop {
  readonly #engine: Docker;
  readonly #buildId: string;
  readonly #trace: TraceRecorder;
  readonly #rule: StopRule | undefined;
  #state: 'going-on' | 'waiting' | 'asked' | 'closed' = 'going-on';

  constructor(engine: Docker, buildId: string, trace: TraceRecorder, rule: StopRule | undefined) {
    this.#engine = engine;
    this.#buildId = buildId;
    this.#trace = trace;
    this.#rule = rule;
  }

  /** Whether the engine was asked to stop. */
  get isAsked(): boolean {
    return this.#state === 'asked';
  }

  /** To be called after each report of the engine about steps. */
  consider(): void {
    if (this.#state !== 'going-on') return;
    this.#state = 'waiting';
    // An engine that cannot be asked goes on to the end of the build, or is found lost by the build itself.
    this.#stop().catch(() => undefined);
  }

  /** To be called when the stream has ended. */
  close(): void {
    if (this.#state !== 'asked') this.#state = 'closed';
  }

  /**
   * BuildKit 0.13 does not kill a step that it is about to start, so this waits until each RUN at work has
   * its container.
   */
  async #stop(): Promise<void> {
    while (this.#state === 'waiting' && this.#isAnswered()) {
      const runs = this.#trace.progress().running.filter(isRun).length;
      if ((await this.#rule!.containers()) >= runs) {
        // oxlint-disable-next-line typescript/no-unnecessary-condition -- the stream may have ended meanwhile
        if (this.#state !== 'waiting' || !this.#isAnswered()) break;
        this.#state = 'asked';
        this.#rule!.onAsked();
        return cancelBuild(this.#engine, this.#buildId);
      }
      await delay(pollMs);
    }
    if (this.#state === 'waiting') this.#state = 'going-on';
  }

  #isAnswered(): boolean {
    return this.#rule?.isAnswered(this.#trace.progress()) === true;
  }
}

function isRun({ name }: TraceStep): boolean {
  return /^RUN\b/i.test(name);
}

/** Ends a build by the id it was started with. The engine answers before it has ended. */
async function cancelBuild(engine: Docker, id: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    engine.modem.dial(
      {
        path: '/build/cancel?',
        method: 'POST',
        options: { _query: { id }, _body: {} },
        statusCodes: { 200: true, 204: true },
      },
      (error: unknown) => (error === null ? resolve() : reject(error)),
    );
  });
}
