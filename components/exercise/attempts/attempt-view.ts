import type { ResultDocument, RunStatus } from '@dfm/contracts';
import type { Confirmation } from '../run/run-state.ts';

/** One run of an exercise, as its list shows it. */
export interface AttemptView {
  runId: string;
  /** Counted from the first, which is 1. */
  number: number;
  createdAt: string;
  state: 'queued' | 'running' | 'done' | 'cancelled';
  /** Of a run that passed: how it went in a fresh engine. */
  confirmation?: Confirmation | undefined;
  /** Of a finished run. */
  outcome?:
    | {
        status: RunStatus;
        passed: boolean;
        score: number;
        headline: string;
        axes: ResultDocument['axes'];
        totalBytes: number | undefined;
      }
    | undefined;
}

/** Whether it counts as an attempt: a cancelled run and a fault of ours do not. */
export function isCounted(attempt: AttemptView): boolean {
  return (
    attempt.state === 'done' && attempt.outcome !== undefined && attempt.outcome.status !== 'infrastructure'
  );
}
