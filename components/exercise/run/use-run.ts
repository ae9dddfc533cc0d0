import type { DrawnValues } from '@dfm/contracts';
import type { SubmittedFiles } from '@dfm/contracts/browser-api';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { cancelRun, readRun, submitRun } from './run-api.ts';
import { isBusy, type Problem } from './run-state.ts';
import type { RunStore } from './run-store.ts';
import { useConfirmation } from './use-confirmation.ts';
import { useRunEvents } from './use-run-events.ts';

/** Starts, follows and cancels the newest run of an exercise. */
export function useRun({ slug, state: latest, dispatch, subscribe }: RunStore) {
  const state = useSyncExternalStore(subscribe, latest, latest);

  useRunEvents(state.runId, latest, dispatch);
  useConfirmation(state, dispatch);

  useEffect(() => {
    const online = () => dispatch({ type: 'online' });
    addEventListener('online', online);
    return () => removeEventListener('online', online);
  }, [dispatch]);

  const run = useCallback(
    async (files: Readonly<SubmittedFiles>, values: DrawnValues) => {
      // The state of the last render may be out of date at a second click.
      if (isBusy(latest())) return;
      dispatch({ type: 'submit', files });
      const result = await submitRun(slug, files, values);
      if (result.ok)
        dispatch({ type: 'submitted', run: { id: result.value.runId, status: 'queued', files } });
      else if (result.runId !== undefined) {
        const other = await readRun(result.runId);
        dispatch(
          other.ok ? { type: 'follow', run: other.value } : { type: 'refused', problem: result.problem },
        );
      } else dispatch({ type: 'refused', problem: result.problem });
    },
    [slug, latest, dispatch],
  );

  const cancel = useCallback(() => dispatch({ type: 'cancel' }), [dispatch]);
  const { runId, isCancelling } = state;
  useEffect(() => {
    if (runId === undefined || !isCancelling) return;
    void cancelRun(runId).then((result) =>
      dispatch(
        result.ok ? { type: 'cancelled', runId } : { type: 'cancel-failed', runId, problem: result.problem },
      ),
    );
  }, [runId, isCancelling, dispatch]);

  const refuse = useCallback((problem: Problem) => dispatch({ type: 'refused', problem }), [dispatch]);

  return { state, run, refuse, cancel };
}
