import type { CheckReply, CheckRequest } from './protocol.ts';

/**
 * `too-slow`: the checks took so long over this text that they were stopped. `failed`: they cannot run in
 * this browser.
 */
export type CheckOutcome = { kind: 'checked'; reply: CheckReply } | { kind: 'too-slow' } | { kind: 'failed' };

/** Twenty times what the longest Dockerfile that can be submitted takes. */
export const replyWithinMs = 10_000;

type CheckWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

/**
 * Runs the checks in a worker, which is replaced where it does not answer in time: what somebody types must
 * not keep a processor busy for ever.
 */
export class ChecksClient {
  readonly #start: () => CheckWorker;
  readonly #onOutcome: (outcome: CheckOutcome) => void;
  #worker: CheckWorker | undefined;
  #isLoaded = false;
  #lastId = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param start starts a worker that says {@link CheckReply} with the id 0 once it is loaded
   * @param onOutcome is told of the newest question alone: an answer about an older text would put findings
   *   in the wrong place
   */
  constructor(start: () => CheckWorker, onOutcome: (outcome: CheckOutcome) => void) {
    this.#start = start;
    this.#onOutcome = onOutcome;
  }

  ask(request: Omit<CheckRequest, 'id'>): void {
    this.#lastId += 1;
    this.#worker ??= this.#started();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    this.#worker.postMessage({ id: this.#lastId, ...request } satisfies CheckRequest);
    if (this.#isLoaded) this.#timer ??= this.#patience();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#isLoaded = false;
  }

  #started(): CheckWorker {
    const worker = this.#start();
    worker.addEventListener('message', ({ data }: MessageEvent<CheckReply>) => {
      if (worker !== this.#worker) return;
      this.#isLoaded = true;
      clearTimeout(this.#timer);
      // It answers in order: with any answer it goes on to the next question.
      this.#timer = data.id === this.#lastId ? undefined : this.#patience();
      if (data.id === this.#lastId) this.#onOutcome({ kind: 'checked', reply: data });
    });
    worker.addEventListener('error', () => {
      if (worker !== this.#worker) return;
      this.dispose();
      this.#onOutcome({ kind: 'failed' });
    });
    return worker;
  }

  #patience(): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.dispose();
      this.#onOutcome({ kind: 'too-slow' });
    }, replyWithinMs);
  }
}
