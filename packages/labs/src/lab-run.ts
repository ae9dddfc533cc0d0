import { engineObjects, type EngineObjectKind, type LabCondition, type LabStep } from '@dfm/contracts/lab';
import { identityOf, isMeant, isTrue, type Since } from './is-true.ts';
import type { EngineEvent, LabEngine } from './lab-engine.ts';

/** What conditions of these kinds ask for may change without an event: a build ended without one in a sandbox. */
const unreported: ReadonlySet<string> = new Set(['file', 'answers', 'image', 'same-image']);

/** How far a learner is in a lab. */
export interface LabProgress {
  /** The number of steps that are done, which is the index of the step that is open. */
  done: number;
  /** Which conditions of the open step are true. Empty after the last step. */
  ticks: boolean[];
}

/** A lab on its way: steps are done one after the other, and a step that was done stays done. */
export class LabRun {
  readonly #steps: readonly LabStep[];
  readonly #engine: LabEngine;
  #done: number;
  /** Conditions of the open step that ask for an event which was reported. No event is kept. */
  #reported = new Set<LabCondition>();
  #since: Since | undefined;
  #looking: Promise<unknown> = Promise.resolve();

  /** @param done number of steps that are done already */
  constructor(steps: readonly LabStep[], engine: LabEngine, done = 0) {
    this.#steps = steps;
    this.#engine = engine;
    this.#done = done;
  }

  /** Whether the open step asks for something that may change without an event of the engine. */
  get needsPolling(): boolean {
    const { done = [] } = this.#steps[this.#done] ?? {};
    return done.some(({ kind }) => unreported.has(kind));
  }

  /** Records a change of the engine. */
  record(event: EngineEvent): void {
    for (const condition of this.#steps[this.#done]?.done ?? [])
      if (condition.kind === 'event' && isMeant(event, condition)) this.#reported.add(condition);
  }

  /** Forgets what has happened since the open step began. */
  forgetEvents(): void {
    this.#reported.clear();
  }

  /** Begins the open step: what exists now is not new, and what has happened does not count. */
  async begin(): Promise<void> {
    const lists = await Promise.all(
      engineObjects.map(async (kind) =>
        (await this.#engine.objects(kind)).map((object) => identityOf(kind, object)),
      ),
    );
    this.#reported = new Set();
    this.#since = { existing: new Set(lists.flat()), reported: this.#reported };
  }

  /**
   * Looks at the open step, and goes on to the next one if it is done. Looks come one after the other.
   *
   * @throws what the engine throws if it does not answer
   */
  look(): Promise<LabProgress> {
    const looking = this.#looking.then(() => this.#look());
    this.#looking = looking.catch(() => undefined);
    return looking;
  }

  async #look(): Promise<LabProgress> {
    for (;;) {
      const step = this.#steps[this.#done];
      if (step === undefined) return { done: this.#done, ticks: [] };
      if (this.#since === undefined) await this.begin();
      const since = this.#since!;
      const engine = atOneMoment(this.#engine);
      const ticks = await Promise.all(step.done.map((condition) => isTrue(condition, engine, since)));
      if (ticks.includes(false)) return { done: this.#done, ticks };
      this.#done += 1;
      await this.begin();
    }
  }
}

/** The engine with objects that are read once for all conditions, so that they are about the same state. */
function atOneMoment(engine: LabEngine): LabEngine {
  const lists = new Map<EngineObjectKind, Promise<readonly unknown[]>>();
  return {
    ...engine,
    objects(kind) {
      const list = lists.get(kind) ?? engine.objects(kind);
      lists.set(kind, list);
      return list;
    },
  };
}
