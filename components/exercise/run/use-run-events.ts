import { useEffect, type Dispatch } from 'react';
import type { ReceivedEvent } from './live-run.ts';
import { followEvents, readRun } from './run-api.ts';
import type { RunAction, RunState } from './run-state.ts';

/** Events that arrive within this time are rendered together. */
const batchMs = 16;

/**
 * Follows a run's events until it ends, also after the connection was lost. `latest` returns the newest
 * state, which the effect reads without running again.
 */
export function useRunEvents(
  runId: string | undefined,
  latest: () => RunState,
  dispatch: Dispatch<RunAction>,
): void {
  useEffect(() => {
    if (runId === undefined) return undefined;
    let batch: ReceivedEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      dispatch({ type: 'events', runId, received: batch });
      batch = [];
    };
    const stop = followEvents(
      runId,
      () => batch.at(-1)?.seq ?? (latest().runId === runId ? latest().live.lastSeq : 0),
      {
        event(seq, event) {
          batch.push({ seq, receivedAtMs: Date.now(), event });
          timer ??= setTimeout(flush, batchMs);
          if (event.type === 'result' || event.type === 'cancelled') stop();
        },
        queue: (queue) => dispatch({ type: 'queue-position', runId, queue }),
        open: () => dispatch({ type: 'connection', connection: 'open' }),
        lost() {
          // If the run has ended, there is nothing left to wait for.
          if (latest().stage === 'ended') stop();
          else {
            dispatch({ type: 'connection', connection: 'lost' });
            void readAgain();
          }
        },
      },
    );
    // A stream does not report why it broke. It also breaks after a last event that was skipped. With a different
    // session, or for a run that no longer exists or cannot be read, it would be retried forever.
    const readAgain = async () => {
      const result = await readRun(runId);
      if (result.ok) dispatch({ type: 'read-again', run: result.value });
      else if (['unauthenticated', 'not-found', 'unreadable'].includes(result.problem.code)) {
        stop();
        dispatch({ type: 'unavailable', runId, problem: result.problem });
      }
    };
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [runId, latest, dispatch]);
}
