import { setTimeout as delay } from 'node:timers/promises';
import type { TerminalClaim } from '@dfm/contracts';
import type { ShellMessage } from '@dfm/contracts/terminal';
import { LabRun, type LabProgress } from '@dfm/labs/lab-run';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { engineEvents } from '../engine/engine-events.ts';
import { prepareLab } from './prepare-lab.ts';
import { sandboxLabEngine } from './sandbox-lab-engine.ts';

/** Time between two looks at the open step. */
const pauseMs = 200;
/** Time until a step that asks for files or answers is looked at again, although the engine reported nothing. */
const pollMs = 400;
/** Time until an engine that could not be followed is followed again. */
const retryMs = 2_000;

export type LabMessage = Extract<ShellMessage, { type: 'lab' }>;

export interface LabSessionSetting {
  lab: NonNullable<TerminalClaim['lab']>;
  sandbox: Sandbox;
  /** Shows the progress to all pages. */
  show: (message: LabMessage) => void;
  /** Tells the site how many steps are done. Rejects if the site does not take it. */
  report: (done: number) => Promise<void>;
  /** Called when the engine could not be followed, which is tried again. */
  onProblem: (error: unknown) => void;
  signal: AbortSignal;
}

/** The lab of a session: its set-up, and the step that the learner is at. */
export class LabSession {
  /** Resolves when the state at the start of the step is there, and shells may start. */
  readonly prepared: Promise<void>;
  readonly #setting: LabSessionSetting;
  readonly #run: LabRun;
  #message: LabMessage;
  #woken = Promise.withResolvers<void>();

  constructor(setting: LabSessionSetting) {
    const { lab, sandbox, signal } = setting;
    this.#setting = setting;
    this.#run = new LabRun(lab.content.steps, sandboxLabEngine(sandbox), lab.done);
    this.#message = { type: 'lab', state: 'preparing', done: lab.done, ticks: [] };
    this.prepared = prepareLab(lab.content, lab.done, sandbox, signal);
  }

  /** What a new page is shown. */
  get message(): LabMessage {
    return this.#message;
  }

  /**
   * Prepares the sandbox, then follows its engine until the signal aborts.
   *
   * @throws Error if the lab cannot be prepared
   */
  async follow(): Promise<void> {
    await this.prepared;
    await this.#run.begin();
    await Promise.all([this.#watch(), this.#look()]);
  }

  /** Records what the engine reports. */
  async #watch(): Promise<void> {
    const { sandbox, onProblem, signal } = this.#setting;
    while (!signal.aborted) {
      try {
        for await (const event of engineEvents(sandbox.engine, signal)) {
          this.#run.record(event);
          this.#woken.resolve();
        }
      } catch (error) {
        if (!signal.aborted) onProblem(error);
      }
      await delay(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Looks at the open step after each change, and shows and reports what is done. */
  async #look(): Promise<void> {
    const { onProblem, signal } = this.#setting;
    const wait = (ms: number) => delay(ms, undefined, { signal }).catch(() => undefined);
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    while (!signal.aborted) {
      this.#woken = Promise.withResolvers();
      const next: Promise<unknown>[] = [this.#woken.promise, stopped];
      try {
        await this.#tell(await this.#run.look());
        if (this.#run.needsPolling) next.push(wait(pollMs));
      } catch (error) {
        onProblem(error);
        next.push(wait(retryMs));
      }
      await wait(pauseMs);
      await Promise.race(next);
    }
  }

  async #tell({ done, ticks }: LabProgress): Promise<void> {
    const { show, report } = this.#setting;
    const message: LabMessage = { type: 'lab', state: 'open', done, ticks };
    if (JSON.stringify(message) === JSON.stringify(this.#message)) return;
    // The site is told first: a step that turns green stays done.
    if (done > this.#message.done) await report(done);
    this.#message = message;
    show(message);
  }
}
