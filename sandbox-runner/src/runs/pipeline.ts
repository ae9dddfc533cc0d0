import type { ResultDocument, Timings } from '@dfm/contracts';
import { done, type PhaseOutcome } from '../submission/outcome.ts';
import { type EmitEvent, inPhase } from './event-sink.ts';

/** Name of a phase in a result document, for a run that ended in it. */
export type PhaseName = NonNullable<ResultDocument['failure']>['phase'];

/** One phase of a run, with the results it needs from earlier phases and the results it adds. */
export interface Phase<Needs, Gives> {
  readonly name: PhaseName;
  /** The field that stores its duration. */
  readonly timing: keyof Omit<Timings, 'totalMs'>;
  /** A limit that the learner's work reached is an outcome. A platform fault is thrown. */
  work(known: Needs): Promise<PhaseOutcome<Gives>>;
}

/** Follows the phases of a run. */
export interface PhaseObserver<Gives> {
  emit: EmitEvent;
  /** Called when a phase has ended, whatever its outcome. */
  took(timing: Phase<never, unknown>['timing'], ms: number): void;
  /** Called with the results of a phase that is done. */
  learned(gives: Gives): void;
}

/** A phase failed, and not because of the learner. The cause is the thrown error. */
export class PhaseFailure extends Error {
  readonly phase: PhaseName;

  constructor(phase: PhaseName, cause: unknown) {
    super(`the phase ${phase} failed: ${String(cause)}`, { cause });
    this.phase = phase;
  }
}

/**
 * Runs one phase.
 *
 * @throws PhaseFailure
 */
export async function runPhase<Needs, Gives>(
  { name, timing, work }: Phase<Needs, Gives>,
  known: Needs,
  observer: PhaseObserver<Gives>,
): Promise<PhaseOutcome<Gives>> {
  try {
    const outcome = await inPhase(
      observer.emit,
      name,
      (ms) => observer.took(timing, ms),
      () => work(known),
    );
    if (outcome.kind === 'done') observer.learned(outcome.value);
    return outcome;
  } catch (error) {
    throw new PhaseFailure(name, error);
  }
}

/**
 * Runs phases one after another, each with the results of all earlier ones. Stops at the first outcome that
 * ends the run.
 */
export class Pipeline<Known extends object> {
  readonly #observer: PhaseObserver<object>;
  readonly #run: () => Promise<PhaseOutcome<Known>>;

  private constructor(observer: PhaseObserver<object>, run: () => Promise<PhaseOutcome<Known>>) {
    this.#observer = observer;
    this.#run = run;
  }

  static observedBy(observer: PhaseObserver<object>): Pipeline<object> {
    return new Pipeline(observer, async () => done({}));
  }

  next<Gives extends object>(phase: Phase<Known, Gives>): Pipeline<Known & Gives> {
    return this.#then<Gives>((known) => runPhase<Known, Gives>(phase, known, this.#observer));
  }

  /**
   * Runs two phases at the same time. Waits for both, so that nothing continues after a failure. If both
   * fail, the failure of `executing` is reported: it runs the learner's code, and if that breaks the engine,
   * the other phase fails too.
   */
  concurrently<A extends object, B extends object>(
    reading: Phase<Known, A>,
    executing: Phase<Known, B>,
  ): Pipeline<Known & A & B> {
    return this.#then<A & B>(async (known) => {
      const [read, executed] = await Promise.allSettled([
        runPhase<Known, A>(reading, known, this.#observer),
        runPhase<Known, B>(executing, known, this.#observer),
      ]);
      if (executed.status === 'rejected') throw executed.reason;
      if (read.status === 'rejected') throw read.reason;
      if (read.value.kind === 'ended') return read.value;
      if (executed.value.kind === 'ended') return executed.value;
      return done({ ...read.value.value, ...executed.value.value });
    });
  }

  /** @throws PhaseFailure of the first phase that failed */
  run(): Promise<PhaseOutcome<Known>> {
    return this.#run();
  }

  #then<Gives extends object>(step: (known: Known) => Promise<PhaseOutcome<Gives>>): Pipeline<Known & Gives> {
    return new Pipeline<Known & Gives>(this.#observer, async () => {
      const before = await this.#run();
      if (before.kind === 'ended') return before;
      const outcome = await step(before.value);
      return outcome.kind === 'ended' ? outcome : done({ ...before.value, ...outcome.value });
    });
  }
}
