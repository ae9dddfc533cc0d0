import type { ResultDocument, RunStatus } from '@dfm/contracts';
import type { Confirmation } from '../run/run-state.ts';

/** One run of an exercise, as shown in the list of attempts. */
export interface AttemptView {
  runId: string;
  /** 1 for the first attempt. */
  number: number;
  createdAt: string;
  state: 'queued' | 'running' | 'done' | 'cancelled';
  /** For a run that passed: its result in a fresh engine. */
  confirmation?: Confirmation | undefined;
  /** For a finished run. */
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

/** Whether the run counts as an attempt. Cancelled runs and errors on our side do not. */
export function isCounted(attempt: AttemptView): boolean {
  return (
    attempt.state === 'done' && attempt.outcome !== undefined && attempt.outcome.status !== 'infrastructure'
  );
}
