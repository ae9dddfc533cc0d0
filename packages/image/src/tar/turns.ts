import { setImmediate } from 'node:timers/promises';

/** How long work may keep a process from everything else. */
const maxTurnMs = 30;

/** Lets timers, sockets and other runs of this process have their turn during long work. */
export class Turns {
  private since = performance.now();

  /** To be awaited between two steps of a few milliseconds at most. */
  async end(): Promise<void> {
    if (performance.now() - this.since < maxTurnMs) return;
    await setImmediate();
    this.since = performance.now();
  }

  /** Works through the steps to their result. */
  async through<Result>(steps: Iterator<unknown, Result>): Promise<Result> {
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) return step.value;
      await this.end();
    }
  }
}
