import { jsonBytes, withinBytes, type RunEvent } from '@dfm/contracts';

/** Maximum delay until an event is sent, not counting the network. */
const batchMs = 100;
/** Delay after a pause: events of the same moment are sent together, almost immediately. */
const firstMs = 20;
/** The contract's maximum per call, and far fewer bytes than the site accepts. */
const maxEvents = 500;
const maxBytes = 2 ** 20;

interface Waiting {
  event: RunEvent;
  /** As JSON. */
  bytes: number;
}

/** `first`: number of the first of the events, counted from 1. */
type Send = (events: RunEvent[], first: number) => Promise<void>;

/**
 * Sends events in the order in which they were added, in batches, one call after another. Queued output of
 * one step is joined, so that a flood of short lines becomes few events.
 */
export class EventBatcher {
  readonly #send: Send;
  readonly #onFailure: (error: unknown) => void;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #failed = false;
  #sent = 0;
  #startedAtMs = -Infinity;

  /** @param onFailure called once when `send` rejects; all later events are dropped */
  constructor(send: Send, onFailure: (error: unknown) => void) {
    this.#send = send;
    this.#onFailure = onFailure;
  }

  add(event: RunEvent): void {
    if (this.#failed) return;
    const bytes = jsonBytes(event);
    const last = this.#waiting.at(-1);
    const joined =
      last === undefined || bytes + last.bytes > maxBytes ? undefined : joinedLog(last.event, event);
    if (last !== undefined && joined !== undefined) {
      last.event = joined;
      last.bytes += bytes;
    } else if (bytes <= maxBytes) this.#waiting.push({ event, bytes });
    else this.#waiting.push({ event: withinBytes(event, maxBytes), bytes: maxBytes });
    if (this.#sending === undefined)
      this.#timer ??= setTimeout(
        () => this.#start(),
        Math.max(firstMs, this.#startedAtMs + batchMs - performance.now()),
      );
  }

  /** Sends all queued events and waits until they have arrived. */
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
      // Events may have been added between the last check and this line.
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
    let total = 0;
    const end = this.#waiting.findIndex(({ bytes }, index) => {
      total += bytes;
      return index > 0 && (index >= maxEvents || total > maxBytes);
    });
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end).map(({ event }) => event);
  }
}

/** Joins two consecutive pieces of one step's output; undefined if they are not. */
function joinedLog(last: RunEvent, event: RunEvent): RunEvent | undefined {
  if (last.type !== 'log' || event.type !== 'log') return undefined;
  if (last.source !== event.source || last.key !== event.key || last.stream !== event.stream)
    return undefined;
  return { ...last, text: last.text + event.text };
}
