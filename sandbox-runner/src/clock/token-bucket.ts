/**
 * Limits a rate. Tokens that are spent faster than they are refilled become a debt, and the spender waits
 * until it is paid.
 */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  #tokens: number;
  #at: number;

  /**
   * @param burst tokens that can be spent at once after a pause
   * @param now the time in milliseconds
   */
  constructor(perSecond: number, burst: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#now = now;
    this.#tokens = burst;
    this.#at = now();
  }

  /** @returns how long to wait before the next spending, in milliseconds */
  spend(tokens: number): number {
    const now = this.#now();
    const refilled = this.#tokens + ((now - this.#at) / 1_000) * this.#perSecond;
    this.#tokens = Math.min(this.#burst, refilled) - tokens;
    this.#at = now;
    return Math.max(0, (-this.#tokens / this.#perSecond) * 1_000);
  }
}
