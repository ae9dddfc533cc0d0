import type { RunEvent } from '@dfm/contracts';

/** A learner's browser shows what happened at most this much later, network aside. */
const batchMs = 100;
/** After a silence it is this: what happens in one moment goes together, and at once. */
const firstMs = 20;
/** The contract's most per call, and well below the most bytes the site reads. */
const mostEvents = 500;
const mostTextCharacters = 1024 * 1024;

/** `first`: number of the first of the events, counted from 1. */
type Send = (events: RunEvent[], first: number) => Promise<void>;

/**
 * Sends events in the order they were added, several at a time, one call after the other.
 * Output of one step that waits to be sent is joined, so that a flood of short lines is few events.
 */
export class EventBatcher {
  readonly #send: Send;
  readonly #onFailure: (error: unknown) => void;
  #waiting: RunEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #failed = false;
  #sent = 0;
  #startedAtMs = -Infinity;

  /** @param onFailure is told once when `send` rejects; from then on events are dropped */
  constructor(send: Send, onFailure: (error: unknown) => void) {
    this.#send = send;
    this.#onFailure = onFailure;
  }

  add(event: RunEvent): void {
    if (this.#failed) return;
    const last = this.#waiting.at(-1);
    if (last?.type === 'log' && event.type === 'log' && last.source === event.source && last.key === event.key && last.stream === event.stream && last.text.length + event.text.length <= mostTextCharacters) {
      this.#waiting[this.#waiting.length - 1] = { ...last, text: last.text + event.text };
    } else this.#waiting.push(event);
    if (this.#sending === undefined) this.#timer ??= setTimeout(() => this.#start(), Math.max(firstMs, this.#startedAtMs + batchMs - performance.now()));
  }

  /** Sends what is left and waits until it is there. */
  async flush(): Promise<void> {
    this.#start();
    while (this.#sending !== undefined) await this.#sending;
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#sending !== undefined || this.#waiting.length === 0) return;
    this.#startedAtMs = performance.now();
    this.#sending = this.#drain().finally(() => {
      this.#sending = undefined;
      // What was added in the moment between the last look and this line.
      this.#start();
    });
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0 && !this.#failed) {
        const batch = this.#takeBatch();
        await this.#send(batch, this.#sent + 1);
        this.#sent += batch.length;
      }
    } catch (error) {
      this.#failed = true;
      this.#waiting = [];
      this.#onFailure(error);
    }
  }

  #takeBatch(): RunEvent[] {
    let characters = 0;
    const end = this.#waiting.findIndex((event, index) => {
      characters += event.type === 'log' ? event.text.length : 0;
      return index > 0 && (index >= mostEvents || characters > mostTextCharacters);
    });
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end);
  }
}
