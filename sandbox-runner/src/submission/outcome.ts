import type { ResultDocument, RunStatus } from '@dfm/contracts';

/**
 * The early end of a run because of the submission: an expected outcome, with its phase and any limit that
 * was reached.
 */
export interface EarlyEnd {
  kind: 'ended';
  status: Exclude<RunStatus, 'graded' | 'infrastructure'>;
  failure: NonNullable<ResultDocument['failure']>;
}

/** A phase's outcome. Platform faults are thrown as PlatformError instead. */
export type PhaseOutcome<T> = { kind: 'done'; value: T } | EarlyEnd;

export function done<T>(value: T): PhaseOutcome<T> {
  return { kind: 'done', value };
}

/** The outcome with a changed value; an early end stays unchanged. */
export function mapped<T, U>(outcome: PhaseOutcome<T>, change: (value: T) => U): PhaseOutcome<U> {
  return outcome.kind === 'ended' ? outcome : done(change(outcome.value));
}

export function ended(status: EarlyEnd['status'], failure: EarlyEnd['failure']): EarlyEnd {
  return { kind: 'ended', status, failure };
}
