/** A report is sent after this many characters, or after this time if fewer are shown. */
export const reportAfter = { length: 64 * 1024, ms: 50 } as const;

/** Counts the output of a shell that the page has shown since the last screen, and reports it in steps. */
export class ShownReport {
  readonly #report: (length: number) => void;
  #screen = 0;
  #shown = 0;
  #reported = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param report sends the number of characters */
  constructor(report: (length: number) => void) {
    this.#report = report;
  }

  /** A new screen replaces everything. What was not shown before it does not count anymore. */
  startScreen(): void {
    this.stop();
    this.#screen += 1;
    this.#shown = 0;
    this.#reported = 0;
  }

  /** @returns a function to call once the text is shown */
  expect(text: string): () => void {
    const screen = this.#screen;
    return () => {
      if (screen !== this.#screen) return;
      this.#shown += text.length;
      if (this.#shown - this.#reported >= reportAfter.length) this.#reportNow();
      else this.#timer ??= setTimeout(() => this.#reportNow(), reportAfter.ms);
    };
  }

  /** Forgets the report that is due. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #reportNow(): void {
    this.stop();
    this.#reported = this.#shown;
    this.#report(this.#shown);
  }
}
