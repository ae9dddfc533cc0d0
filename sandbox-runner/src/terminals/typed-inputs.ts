/** Pages whose inputs are remembered. A learner has a few open, and each reload is a new one. */
const maxPages = 64;

/**
 * Remembers which inputs of each page were typed, so that input which a page sends again after a lost
 * connection is typed once.
 */
export class TypedInputs {
  readonly #last = new Map<string, number>();

  /** Number of the last input of a page that was typed; 0 if none was. */
  lastOf(page: string): number {
    return this.#last.get(page) ?? 0;
  }

  /** Records an input that is typed. */
  record(page: string, number: number): void {
    // The page moves to the end of the map, whose beginning has the pages that were silent longest.
    this.#last.delete(page);
    this.#last.set(page, number);
    if (this.#last.size > maxPages) this.#last.delete(this.#last.keys().next().value!);
  }
}
