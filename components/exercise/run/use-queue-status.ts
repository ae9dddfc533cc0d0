import { useEffect, type Dispatch } from 'react';
import { readRun } from './run-api.ts';
import { isQueued, type RunAction, type RunState } from './run-state.ts';

/** Most runs are claimed before anyone could read their position. */
const firstMs = 300;
const pollMs = 2_000;

/** Polls the position of a run in the queue until work on it begins. */
export function useQueueStatus(state: RunState, dispatch: Dispatch<RunAction>): void {
  const { runId } = state;
  const isWaiting = isQueued(state);
  useEffect(() => {
    if (runId === undefined || !isWaiting) return undefined;
    const poll = async () => {
      const result = await readRun(runId);
      if (result.ok)
        dispatch({ type: 'queue-status', runId, queue: result.value.queue, usualMs: result.value.usualMs });
    };
    const first = setTimeout(() => void poll(), firstMs);
    const timer = setInterval(() => void poll(), pollMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [runId, isWaiting, dispatch]);
}
