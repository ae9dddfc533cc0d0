/**
 * Waits to be woken, which may happen at any time. Being woken several times between two calls of `next`
 * counts once.
 */
export class Waiter {
  #isWoken = false;
  #isOpen = true;
  #resolveNext: (() => void) | undefined;

  /**
   * Resolves with true as soon as it has been woken since the last call, and with false after `timeoutMs` or
   * when closed.
   */
  async next(timeoutMs: number): Promise<boolean> {
    if (!this.#isWoken && this.#isOpen) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      await new Promise<void>((resolve) => {
        this.#resolveNext = resolve;
        timer = setTimeout(resolve, timeoutMs);
      });
      clearTimeout(timer);
      this.#resolveNext = undefined;
    }
    const wasWoken = this.#isWoken;
    this.#isWoken = false;
    return wasWoken;
  }

  readonly wake = (): void => {
    this.#isWoken = true;
    this.#resolveNext?.();
  };

  close(): void {
    this.#isOpen = false;
    this.#resolveNext?.();
  }
}
