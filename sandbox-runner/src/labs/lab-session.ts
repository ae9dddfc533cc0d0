import type { TerminalClaim } from '@dfm/contracts';
import type { ShellMessage } from '@dfm/contracts/terminal';
import { followLab } from '@dfm/labs/follow-lab';
import { LabRun, type LabProgress } from '@dfm/labs/lab-run';
import { engineEvents } from '../engine/engine-events.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { prepareLab } from './prepare-lab.ts';
import { sandboxLabEngine } from './sandbox-lab-engine.ts';

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
  /** Resolves when the step has begun in the state at its start, and shells may start. */
  readonly prepared: Promise<void>;
  readonly #setting: LabSessionSetting;
  readonly #run: LabRun;
  #message: LabMessage;

  constructor(setting: LabSessionSetting) {
    const { lab, sandbox, signal } = setting;
    this.#setting = setting;
    this.#run = new LabRun(lab.content.steps, sandboxLabEngine(sandbox), lab.done);
    this.#message = { type: 'lab', state: 'preparing', done: lab.done, ticks: [] };
    this.prepared = prepareLab(lab.content, lab.done, sandbox, signal).then(() => this.#run.begin());
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
    const { sandbox, onProblem, signal } = this.#setting;
    await followLab(this.#run, {
      events: (until) => engineEvents(sandbox.engine, until),
      onProgress: (progress) => this.#tell(progress),
      onProblem,
      signal,
    });
  }

  async #tell({ done, ticks }: LabProgress): Promise<void> {
    // The site is told first: a step that turns green stays done.
    if (done > this.#message.done) await this.#setting.report(done);
    this.#message = { type: 'lab', state: 'open', done, ticks };
    this.#setting.show(this.#message);
  }
}
