/**
 * Pauses that double from the first to the longest, each shortened by chance so that many processes do not
 * come back at once.
 */
export class BackOff {
  readonly #firstMs: number;
  readonly #longestMs: number;
  readonly #chance: () => number;
  #nextMs: number;

  constructor(firstMs: number, longestMs: number, chance: () => number = Math.random) {
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
    this.#chance = chance;
    this.#nextMs = firstMs;
  }

  next(): number {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(this.#longestMs, ms * 2);
    return Math.round(ms * (0.5 + this.#chance() / 2));
  }

  reset(): void {
    this.#nextMs = this.#firstMs;
  }
}
