import type { ResultDocument, RunStatus } from '@dfm/contracts';

/** How a run may end early by the learner's doing: an expected outcome, with the phase and the limit reached. */
export interface EarlyEnd {
  kind: 'ended';
  status: Exclude<RunStatus, 'graded' | 'infrastructure'>;
  failure: NonNullable<ResultDocument['failure']>;
}

/** A phase's outcome. Faults of the platform are thrown as PlatformError instead. */
export type PhaseOutcome<T> = { kind: 'done'; value: T } | EarlyEnd;

export function done<T>(value: T): PhaseOutcome<T> {
  return { kind: 'done', value };
}

/** The outcome with another value; an early end stays one. */
export function mapped<T, U>(outcome: PhaseOutcome<T>, change: (value: T) => U): PhaseOutcome<U> {
  return outcome.kind === 'ended' ? outcome : done(change(outcome.value));
}

export function ended(status: EarlyEnd['status'], failure: EarlyEnd['failure']): EarlyEnd {
  return { kind: 'ended', status, failure };
}
