/**
 * What was started and must be ended, the last first. Can be ended at any time, also while more is being
 * started.
 */
export class CleanUps {
  #tasks: (() => Promise<void>)[] = [];
  #ended: Promise<void> | undefined;

  /** Whether everything has been ended, or is about to be. */
  get requested(): boolean {
    return this.#ended !== undefined;
  }

  /** @throws after doing the task, where everything has been ended meanwhile */
  async add(task: () => Promise<void>): Promise<void> {
    if (this.#ended !== undefined) {
      await task();
      throw new Error('stopped');
    }
    this.#tasks.push(task);
  }

  /** Ends what was added. Safe to call twice. */
  run(): Promise<void> {
    return (this.#ended ??= this.#run());
  }

  async #run(): Promise<void> {
    for (const task of this.#tasks.reverse()) await task();
  }
}
