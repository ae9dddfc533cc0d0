/**
 * The sandboxes of a node, as `sandbox-runner/src/sandbox/sandbox-queue.ts` keeps them: one idle sandbox for
 * a learner, until it has been idle for too long or is the one that has been idle longest when there is no
 * room for another.
 */
export class KeptSandboxes {
  readonly #max: number;
  readonly #idleSeconds: number;
  /** The time since which each learner's sandbox is idle, the longest first. */
  readonly #idle = new Map<number, number>();
  #busy = 0;

  constructor(max: number, idleSeconds: number) {
    this.#max = max;
    this.#idleSeconds = idleSeconds;
  }

  /** Sandboxes at the moment, including those that work. */
  get count(): number {
    return this.#idle.size + this.#busy;
  }

  /** Takes the learner's sandbox, or a new one. @returns whether it is the learner's */
  take(learner: number, now: number): boolean {
    this.#removeIdle(now);
    const isKept = this.#idle.delete(learner);
    this.#busy++;
    this.#makeRoom();
    return isKept;
  }

  /** Takes a sandbox that no one has used. */
  takeNew(now: number): void {
    this.#removeIdle(now);
    this.#busy++;
    this.#makeRoom();
  }

  keep(learner: number, now: number): void {
    this.#busy--;
    this.#idle.set(learner, now);
  }

  discard(): void {
    this.#busy--;
  }

  #removeIdle(now: number): void {
    for (const [learner, since] of this.#idle) {
      if (since >= now - this.#idleSeconds) return;
      this.#idle.delete(learner);
    }
  }

  #makeRoom(): void {
    for (const learner of this.#idle.keys()) {
      if (this.count <= this.#max) return;
      this.#idle.delete(learner);
    }
  }
}
