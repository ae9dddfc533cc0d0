import type { EngineEvent } from './lab-engine.ts';
import type { LabProgress, LabRun } from './lab-run.ts';

/** Time between two looks at the open step. */
const pauseMs = 200;
/** Time until a step that asks for files or answers is looked at again, although the engine reported nothing. */
const pollMs = 400;
/** Time until an engine that could not be followed is followed again. */
const retryMs = 2_000;

export interface FollowedLab {
  /** What the engine reports, until the signal aborts. Called again when it ends. */
  events: (signal: AbortSignal) => AsyncIterable<EngineEvent>;
  /** Called with each progress that differs from the one before, and again with one that it has rejected. */
  onProgress: (progress: LabProgress) => Promise<void>;
  /** Called when the engine could not be followed, or a progress was rejected. Both are tried again. */
  onProblem: (error: unknown) => void;
  signal: AbortSignal;
}

/** Looks at the open step of a lab after each change of its engine, until the signal aborts. */
export async function followLab(run: LabRun, followed: FollowedLab): Promise<void> {
  const bell = new Bell();
  followed.signal.addEventListener('abort', () => bell.ring());
  await Promise.all([watch(run, bell, followed), look(run, bell, followed)]);
}

/** Rings when there may be something new. */
class Bell {
  #rung = Promise.withResolvers<void>();

  ring(): void {
    this.#rung.resolve();
  }

  /** Resolves when it rings the next time. */
  next(): Promise<void> {
    this.#rung = Promise.withResolvers();
    return this.#rung.promise;
  }
}

async function watch(run: LabRun, bell: Bell, { events, onProblem, signal }: FollowedLab): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const event of events(signal)) {
        run.record(event);
        bell.ring();
      }
    } catch (error) {
      if (!signal.aborted) onProblem(error);
    }
    await wait(retryMs, signal);
    // Nothing was reported meanwhile.
    bell.ring();
  }
}

async function look(run: LabRun, bell: Bell, { onProgress, onProblem, signal }: FollowedLab): Promise<void> {
  let last = '';
  while (!signal.aborted) {
    const next = [bell.next()];
    try {
      const progress = await run.look();
      const json = JSON.stringify(progress);
      if (json !== last) await onProgress(progress);
      last = json;
      if (run.needsPolling) next.push(wait(pollMs, signal));
    } catch (error) {
      if (!signal.aborted) onProblem(error);
      next.push(wait(retryMs, signal));
    }
    await wait(pauseMs, signal);
    await Promise.race(next);
  }
}

/** Resolves after a time, or when the signal aborts. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return void resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
