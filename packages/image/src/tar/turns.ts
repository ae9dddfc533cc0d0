import { setImmediate } from 'node:timers/promises';

/** Maximum time that work may block the process. */
const maxTurnMs = 30;

/** Yields to timers, sockets and other runs of this process during long work. */
export class Turns {
  private since = performance.now();

  /** Await this between steps that take at most a few milliseconds. */
  async end(): Promise<void> {
    if (performance.now() - this.since < maxTurnMs) return;
    await setImmediate();
    this.since = performance.now();
  }

  /** Runs all steps and returns their result. */
  async through<Result>(steps: Iterator<unknown, Result>): Promise<Result> {
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) return step.value;
      await this.end();
    }
  }
}
