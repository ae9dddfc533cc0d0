import { useEffect, type Dispatch } from 'react';
import { readRun } from './run-api.ts';
import { awaitsConfirmation, type RunAction, type RunState } from './run-state.ts';

const pollMs = 4_000;

/** Polls the confirmation of a run that passed until it is decided. */
export function useConfirmation(state: RunState, dispatch: Dispatch<RunAction>): void {
  const { runId } = state;
  const isWaiting = awaitsConfirmation(state);
  useEffect(() => {
    if (runId === undefined || !isWaiting) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const poll = async () => {
      const result = await readRun(runId);
      if (ended || !result.ok) return;
      dispatch({ type: 'confirmation', runId, confirmation: result.value.confirmation });
      // If an earlier run with as many points was confirmed, there is nothing to wait for.
      if (result.value.confirmation?.state === 'waiting') timer = setTimeout(() => void poll(), pollMs);
    };
    void poll();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [runId, isWaiting, dispatch]);
}
