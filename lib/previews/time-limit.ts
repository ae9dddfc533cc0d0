import 'server-only';

/** A time limit that starts again with every sign of life. */
export class TimeLimit {
  #timer: NodeJS.Timeout;
  readonly #onReached: () => void;

  constructor(ms: number, onReached: () => void) {
    this.#onReached = onReached;
    this.#timer = setTimeout(onReached, ms);
  }

  refresh(): void {
    this.#timer.refresh();
  }

  /** From now on, this limit applies. */
  change(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onReached, ms);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
