import type { SubmittedFiles } from '@dfm/contracts/browser-api';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { cancelRun, readRun, submitRun } from './run-api.ts';
import { initialRunState, isBusy, isQueued, reduceRun, type KnownRun, type Problem } from './run-state.ts';
import { useConfirmation } from './use-confirmation.ts';
import { useQueueStatus } from './use-queue-status.ts';
import { useRunEvents } from './use-run-events.ts';

/**
 * Starts, follows and cancels the newest run of an exercise. `known` is the run as it was when the page was
 * rendered.
 */
export function useRun(slug: string, known: KnownRun | undefined) {
  const [state, dispatch] = useReducer(reduceRun, known, initialRunState);
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  });

  useRunEvents(state.runId, latest, dispatch);
  useQueueStatus(state, dispatch);
  useConfirmation(state, dispatch);

  const isSending = useRef(false);
  const run = useCallback(
    async (files: Readonly<SubmittedFiles>) => {
      // The state of the last render may be out of date at a second click. This ref is not.
      if (isSending.current || isBusy(latest.current)) return;
      isSending.current = true;
      dispatch({ type: 'submit', files });
      const result = await submitRun(slug, files);
      isSending.current = false;
      if (result.ok)
        dispatch({ type: 'submitted', run: { id: result.value.runId, status: 'queued', files } });
      else if (result.runId !== undefined) {
        const other = await readRun(result.runId);
        dispatch(
          other.ok ? { type: 'follow', run: other.value } : { type: 'refused', problem: result.problem },
        );
      } else dispatch({ type: 'refused', problem: result.problem });
    },
    [slug],
  );

  const cancel = useCallback(() => dispatch({ type: 'cancel' }), []);
  const { runId, isCancelling } = state;
  useEffect(() => {
    if (runId === undefined || !isCancelling) return;
    void cancelRun(runId).then((result) =>
      dispatch(
        result.ok ? { type: 'cancelled', runId } : { type: 'cancel-failed', runId, problem: result.problem },
      ),
    );
  }, [runId, isCancelling]);

  const refuse = useCallback((problem: Problem) => dispatch({ type: 'refused', problem }), []);

  return { state, isQueued: isQueued(state), run, refuse, cancel };
}
