import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import type { ScreenCall, ScreenReply } from './screens.process.ts';

/** Four screens of the largest size take 20 MiB outside this heap. */
const heapMib = 64;
/** For new objects. With V8's default, a flood of output lets the process grow by 19 MiB; with this, by none. */
const semiSpaceMib = 2;
/** Until the first answer. A busy machine takes long to start a process, and nothing was printed yet. */
const maxStartMs = 60_000;
/** A hundred times what the largest screen takes on a busy machine. */
const maxAnswerMs = 10_000;
/** Lower than the runner's own, which keeps heartbeats and builds on time. */
const niceness = 10;

/**
 * The screens of one session, in a process of their own. What learners print can keep a terminal busy for
 * hours with a few characters, or take all memory. Then only this process ends, and with it the session's
 * shells.
 */
export class ScreenProcess {
  readonly #child: ChildProcess;
  readonly #waiting: ((reply: ScreenReply | undefined) => void)[] = [];
  readonly #onEnd: () => void;
  #hasStarted = false;
  #hasEnded = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param onEnd called once, when the process ends, whatever the reason */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
    // None of the environment: code that reads untrusted text needs no token.
    this.#child = fork(new URL('./screens.process.ts', import.meta.url), [], {
      serialization: 'advanced',
      env: { NODE_ENV: process.env.NODE_ENV },
      execArgv: [`--max-old-space-size=${heapMib}`, `--max-semi-space-size=${semiSpaceMib}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('error', () => this.end());
    this.#child.on('message', (reply: ScreenReply) => {
      this.#hasStarted = true;
      this.#waiting.shift()?.(reply);
      this.#watch();
    });
    this.#child.on('exit', () => this.end());
    if (this.#child.pid !== undefined) setPriority(this.#child.pid, niceness);
  }

  /** Whether the process has ended, or is ending. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** @returns undefined if the process has ended or ends before it has answered */
  call(call: ScreenCall): Promise<ScreenReply | undefined> {
    if (this.hasEnded) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) this.#watch();
      this.#child.send(call, (error) => error && this.end());
    });
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    this.#child.kill('SIGKILL');
    for (const waiting of this.#waiting.splice(0)) waiting(undefined);
    this.#onEnd();
  }

  /** Limits the time of the next answer. */
  #watch(): void {
    clearTimeout(this.#timer);
    const maxMs = this.#hasStarted ? maxAnswerMs : maxStartMs;
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.end(), maxMs);
  }
}
