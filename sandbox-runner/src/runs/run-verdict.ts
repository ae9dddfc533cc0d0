import { PlatformError, type Exercise, type ResultDocument, type Timings } from '@dfm/contracts';
import { type Evidence, ungraded } from '@dfm/grading';
import { gradeRun, judgeUngraded } from '../bounded/learner-work.ts';
import type { EarlyEnd } from '../submission/outcome.ts';
import type { Reading } from '../submission/static-phase.ts';
import type { EmitEvent } from './event-sink.ts';
import type { PhaseName, PhaseObserver } from './pipeline.ts';

/** The results of the phases after the static phase. */
export type Measurements = Partial<
  Pick<Evidence, 'cold' | 'buildSecrets' | 'replays' | 'image' | 'run' | 'job' | 'gpu'>
>;

/** Collects the results of a run's phases and creates its result document. */
export class RunVerdict {
  /** The engine of the run's sandbox. */
  engine: ResultDocument['engine'];
  readonly #exercise: Exercise;
  readonly #emit: EmitEvent;
  readonly #started = performance.now();
  #timings: Omit<Timings, 'totalMs'> = {};
  readonly #notices: string[] = [];
  #measurements: Measurements = {};
  #reading: Reading | undefined;

  constructor(exercise: Exercise, queuedMs: number | undefined, emit: EmitEvent) {
    this.#exercise = exercise;
    this.#emit = emit;
    if (queuedMs !== undefined) this.#timings.queuedMs = queuedMs;
  }

  /**
   * Returns an observer that stores the duration and results of each phase.
   *
   * @param emit sends an event with the run's secrets hidden
   */
  observer(emit: EmitEvent): PhaseObserver<Measurements> {
    return {
      emit,
      took: (timing, ms) => {
        this.#timings[timing] = Math.round(ms);
      },
      learned: (gives) => Object.assign(this.#measurements, gives),
    };
  }

  /** Forgets the results of the phases after the static phase, because the run repeats them. */
  restart(): void {
    this.#measurements = {};
    const { queuedMs, staticMs } = this.#timings;
    this.#timings = {
      ...(queuedMs === undefined ? {} : { queuedMs }),
      ...(staticMs === undefined ? {} : { staticMs }),
    };
  }

  /** Stores the results of the static phase and sends its findings. */
  read(reading: Reading): void {
    this.#reading = reading;
    for (const finding of reading.findings) this.#emit({ type: 'finding', finding });
    for (const message of reading.notices) this.notice(message);
  }

  /** Shows a message to the learner immediately and in the result. */
  notice(message: string): void {
    this.#notices.push(message);
    this.#emit({ type: 'notice', message });
  }

  /** The result of a run that was ended by a limit or by a mistake in the submission. */
  early({ status, failure }: EarlyEnd): Promise<ResultDocument> {
    return judgeUngraded({ ...this.#common(), status, failure, ...this.#known() });
  }

  /** The result of a run that the platform could not complete. */
  infrastructure(phase: PhaseName, cause: unknown): ResultDocument {
    const message =
      cause instanceof PlatformError
        ? cause.learnerMessage
        : 'Something went wrong on our side. This run is not counted; run it again.';
    return ungraded({
      ...this.#common(),
      status: 'infrastructure',
      failure: { phase, message },
      ...this.#known(),
    });
  }

  /** The result of a run that completed all phases. */
  async grade(signal: AbortSignal): Promise<ResultDocument> {
    const reading = this.#reading;
    if (reading === undefined) throw new Error('the submission has not been read');
    this.#emit({ type: 'phase', phase: 'grade', state: 'started' });
    const evidence = { dockerfile: reading.text, context: reading.context, ...this.#measurements };
    const result = await gradeRun({ ...this.#common(), evidence }, signal);
    this.#emit({ type: 'phase', phase: 'grade', state: 'done' });
    return result;
  }

  #common() {
    return {
      exercise: this.#exercise,
      timings: { ...this.#timings, totalMs: Math.round(performance.now() - this.#started) },
      engine: this.engine,
      notices: this.#notices,
    };
  }

  #known() {
    if (this.#reading === undefined) return {};
    const { text, context } = this.#reading;
    const { cold } = this.#measurements;
    return { evidence: { dockerfile: text, context, ...(cold === undefined ? {} : { cold }) } };
  }
}
