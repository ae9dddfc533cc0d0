import type { CheckReply, CheckRequest } from './protocol.ts';

/**
 * `too-slow`: the checks of this text reached the time limit and were stopped. `failed`: the checks cannot
 * run in this browser.
 */
export type CheckOutcome = { kind: 'checked'; reply: CheckReply } | { kind: 'too-slow' } | { kind: 'failed' };

/** Twenty times as long as the checks of the longest Dockerfile that can be submitted. */
export const replyTimeoutMs = 10_000;

type CheckWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/**
 * Runs the checks in a worker, and replaces the worker if it does not reply in time, so that no text can keep
 * a processor busy forever.
 */
export class ChecksClient {
  readonly #start: () => CheckWorker;
  readonly #onOutcome: (outcome: CheckOutcome) => void;
  #worker: CheckWorker | undefined;
  #isLoaded = false;
  #lastId = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param start starts a worker that sends a {@link CheckReply} with id 0 once it is loaded
   * @param onOutcome called for the newest request only, because the findings of an older text would be in
   *   the wrong place
   */
  constructor(start: () => CheckWorker, onOutcome: (outcome: CheckOutcome) => void) {
    this.#start = start;
    this.#onOutcome = onOutcome;
  }

  check(request: Omit<CheckRequest, 'id'>): void {
    this.#lastId += 1;
    this.#worker ??= this.#startWorker();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    this.#worker.postMessage({ id: this.#lastId, ...request } satisfies CheckRequest);
    if (this.#isLoaded) this.#timer ??= this.#startTimeout();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#isLoaded = false;
  }

  #startWorker(): CheckWorker {
    const worker = this.#start();
    worker.addEventListener('message', ({ data }: MessageEvent<CheckReply>) => {
      if (worker !== this.#worker) return;
      this.#isLoaded = true;
      clearTimeout(this.#timer);
      // The worker replies in order, so after any reply it is working on the next request.
      this.#timer = data.id === this.#lastId ? undefined : this.#startTimeout();
      if (data.id === this.#lastId) this.#onOutcome({ kind: 'checked', reply: data });
    });
    worker.addEventListener('error', () => {
      if (worker !== this.#worker) return;
      this.dispose();
      this.#onOutcome({ kind: 'failed' });
    });
    return worker;
  }

  #startTimeout(): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.dispose();
      this.#onOutcome({ kind: 'too-slow' });
    }, replyTimeoutMs);
  }
}
