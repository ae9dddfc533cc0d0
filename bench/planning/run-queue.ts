import { Heap } from './heap.ts';

/** In the order in which they are given out. */
const kinds = ['practice', 'confirmation'] as const;
export type Kind = (typeof kinds)[number];

export interface QueuedRun {
  learner: number;
  kind: Kind;
  /** In seconds. */
  queuedAt: number;
  /** Increases with each run. */
  id: number;
}

interface Head<Run> {
  run: Run;
  round: number;
}

interface Learner<Run> {
  waiting: Run[];
  running: number;
}

/**
 * The queue of the site, as `lib/runs/turn.ts` orders it: practice runs before confirmations; of each kind,
 * the first run of one learner before the second of another, counting runs in progress; then the earliest.
 */
export class RunQueue<Run extends QueuedRun> {
  readonly #turns = { practice: new Turns<Run>(), confirmation: new Turns<Run>() };

  add(run: Run): void {
    this.#turns[run.kind].add(run);
  }

  /** Removes the run whose turn it is among the kinds that a node takes at the moment. */
  take(taken: readonly Kind[] = kinds): Run | undefined {
    for (const kind of kinds) {
      const run = taken.includes(kind) ? this.#turns[kind].take() : undefined;
      if (run !== undefined) return run;
    }
    return undefined;
  }

  /** Notes that a run that was taken has ended. */
  ended(run: Run): void {
    this.#turns[run.kind].ended(run);
  }

  waiting(kind: Kind): number {
    return this.#turns[kind].waiting;
  }
}

/** Runs of one kind. Only the first waiting run of a learner can be next, so the heap has only these. */
class Turns<Run extends QueuedRun> {
  readonly #learners = new Map<number, Learner<Run>>();
  readonly #heads = new Heap<Head<Run>>((a, b) => compare(a, b) < 0);
  waiting = 0;

  add(run: Run): void {
    const learner = this.#learners.get(run.learner) ?? { waiting: [], running: 0 };
    this.#learners.set(run.learner, learner);
    learner.waiting.push(run);
    this.waiting++;
    if (learner.waiting.length === 1) this.#addHead(learner);
  }

  take(): Run | undefined {
    for (let head = this.#heads.take(); head !== undefined; head = this.#heads.take()) {
      const learner = this.#learners.get(head.run.learner);
      // The run was taken by an entry of a lower round, which was added when an earlier run ended.
      if (learner?.waiting[0] !== head.run) continue;
      learner.waiting.shift();
      learner.running++;
      this.waiting--;
      this.#addHead(learner);
      return head.run;
    }
    return undefined;
  }

  ended(run: Run): void {
    const learner = this.#learners.get(run.learner);
    if (learner === undefined || learner.running === 0) throw new Error(`run ${run.id} was not taken`);
    learner.running--;
    if (learner.running === 0 && learner.waiting.length === 0) this.#learners.delete(run.learner);
    else this.#addHead(learner);
  }

  #addHead({ waiting: [run], running }: Learner<Run>): void {
    if (run !== undefined) this.#heads.add({ run, round: running + 1 });
  }
}

function compare<Run extends QueuedRun>(a: Head<Run>, b: Head<Run>): number {
  return a.round - b.round || a.run.queuedAt - b.run.queuedAt || a.run.id - b.run.id;
}
