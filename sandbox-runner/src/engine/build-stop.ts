import { setTimeout as delay } from 'node:timers/promises';
import type { RebuildProgress, TraceStep } from '@dfm/grading';
import type Docker from 'dockerode';
import type { TraceRecorder } from './build-trace.ts';

/** When a build is stopped before its end. */
export interface StopRule {
  /** Called after each report of the engine: whether the result is known, so that the rest need not be built. */
  isAnswered(progress: RebuildProgress): boolean;
  /** Number of containers with a process, including build steps. */
  containers(): Promise<number>;
  /** Called when the engine is requested to stop. */
  onStop(): void;
}

const pollMs = 100;

/**
 * Stops a build in the engine as soon as its rule allows. The engine kills the running steps and keeps
 * reporting until they have ended, so no process of the build is left when its stream ends.
 */
export class BuildStop {
  readonly #engine: Docker;
  readonly #buildId: string;
  readonly #trace: TraceRecorder;
  readonly #rule: StopRule | undefined;
  #state: 'running' | 'waiting' | 'requested' | 'closed' = 'running';

  constructor(engine: Docker, buildId: string, trace: TraceRecorder, rule: StopRule | undefined) {
    this.#engine = engine;
    this.#buildId = buildId;
    this.#trace = trace;
    this.#rule = rule;
  }

  /** Whether the engine was requested to stop. */
  get isRequested(): boolean {
    return this.#state === 'requested';
  }

  /** Call this after each report of the engine about steps. */
  consider(): void {
    if (this.#state !== 'running') return;
    this.#state = 'waiting';
    // If the request fails, the build continues to its end or reports the lost engine itself.
    this.#stop().catch(() => undefined);
  }

  /** Call this when the stream has ended. */
  close(): void {
    if (this.#state !== 'requested') this.#state = 'closed';
  }

  /**
   * BuildKit 0.13 does not kill a step that it is about to start, so this waits until each running RUN has
   * its container.
   */
  async #stop(): Promise<void> {
    while (this.#state === 'waiting' && this.#isAnswered()) {
      const runs = this.#trace.progress().running.filter(isRun).length;
      if ((await this.#rule!.containers()) >= runs) {
        // oxlint-disable-next-line typescript/no-unnecessary-condition -- the stream may have ended meanwhile
        if (this.#state !== 'waiting' || !this.#isAnswered()) break;
        this.#state = 'requested';
        this.#rule!.onStop();
        return cancelBuild(this.#engine, this.#buildId);
      }
      await delay(pollMs);
    }
    if (this.#state === 'waiting') this.#state = 'running';
  }

  #isAnswered(): boolean {
    return this.#rule?.isAnswered(this.#trace.progress()) === true;
  }
}

function isRun({ name }: TraceStep): boolean {
  return /^RUN\b/i.test(name);
}

/** Cancels a build by the ID it was started with. The engine answers before the build has ended. */
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
