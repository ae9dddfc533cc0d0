/**
 * Everything that was started and must be stopped, in reverse order. Can be run at any time, even while more
 * is being started.
 */
export class CleanUps {
  #tasks: (() => Promise<void>)[] = [];
  #ended: Promise<void> | undefined;

  /** Whether stopping has begun or is complete. */
  get requested(): boolean {
    return this.#ended !== undefined;
  }

  /** @throws after running the task, if everything has already been stopped */
  async add(task: () => Promise<void>): Promise<void> {
    if (this.#ended !== undefined) {
      await task();
      throw new Error('stopped');
    }
    this.#tasks.push(task);
  }

  /** Stops everything that was added. Safe to call twice. */
  run(): Promise<void> {
    return (this.#ended ??= this.#run());
  }

  async #run(): Promise<void> {
    for (const task of this.#tasks.reverse()) await task();
  }
}
