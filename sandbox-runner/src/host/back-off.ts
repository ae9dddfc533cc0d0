/**
 * Pauses that double from the first to the longest, each shortened by chance so that many processes do not
 * come back at once.
 */
export class BackOff {
  readonly #firstMs: number;
  readonly #maxMs: number;
  readonly #chance: () => number;
  #nextMs: number;

  constructor(firstMs: number, maxMs: number, chance: () => number = Math.random) {
    this.#firstMs = firstMs;
    this.#maxMs = maxMs;
    this.#chance = chance;
    this.#nextMs = firstMs;
  }

  next(): number {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(this.#maxMs, ms * 2);
    return Math.round(ms * (0.5 + this.#chance() / 2));
  }

  reset(): void {
    this.#nextMs = this.#firstMs;
  }
}
