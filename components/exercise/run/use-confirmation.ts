import { useEffect, type Dispatch } from 'react';
import { pollConfirmation } from './poll-confirmation.ts';
import { readRun } from './run-api.ts';
import { awaitsConfirmation, type RunAction, type RunState } from './run-state.ts';

/** Polls the confirmation of a run that passed until it is decided. */
export function useConfirmation(state: RunState, dispatch: Dispatch<RunAction>): void {
  const { runId } = state;
  const isWaiting = awaitsConfirmation(state);
  useEffect(() => {
    if (runId === undefined || !isWaiting) return undefined;
    return pollConfirmation(
      () => readRun(runId),
      (confirmation) => dispatch({ type: 'confirmation', runId, confirmation }),
    );
  }, [runId, isWaiting, dispatch]);
}
