/**
 * Pauses that double from the first to the longest. Each is shortened by a random amount, so that many
 * processes do not retry at the same time.
 */
export class BackOff {
  readonly #firstMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #nextMs: number;

  constructor(firstMs: number, maxMs: number, random: () => number = Math.random) {
    this.#firstMs = firstMs;
    this.#maxMs = maxMs;
    this.#random = random;
    this.#nextMs = firstMs;
  }

  next(): number {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(this.#maxMs, ms * 2);
    return Math.round(ms * (0.5 + this.#random() / 2));
  }

  reset(): void {
    this.#nextMs = this.#firstMs;
  }
}
