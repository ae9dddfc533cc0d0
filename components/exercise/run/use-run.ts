import type { SubmittedFiles } from '@dfm/contracts/browser-api';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { ReceivedEvent } from './live-run.ts';
import { pollConfirmation } from './poll-confirmation.ts';
import { cancelRun, followEvents, isPermanent, readRun, submitRun } from './run-api.ts';
import { initialRunState, isBusy, reduceRun, type KnownRun, type Problem } from './run-state.ts';

/** Events that arrive within this time are rendered together. */
const batchMs = 16;
const queueFirstMs = 300;
const queuePollMs = 2_000;

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

  const { runId } = state;
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
      () => batch.at(-1)?.seq ?? (latest.current.runId === runId ? latest.current.live.lastSeq : 0),
      {
        event(seq, event) {
          batch.push({ seq, receivedAtMs: Date.now(), event });
          timer ??= setTimeout(flush, batchMs);
          if (event.type === 'result' || event.type === 'cancelled') stop();
        },
        open: () => dispatch({ type: 'connection', connection: 'open' }),
        lost() {
          // If the run has ended, there is nothing left to wait for.
          if (latest.current.stage === 'ended') stop();
          else {
            dispatch({ type: 'connection', connection: 'lost' });
            void readAgain();
          }
        },
      },
    );
    // A stream does not report why it broke. It also breaks after a last event that was skipped.
    const readAgain = async () => {
      const result = await readRun(runId);
      if (result.ok) dispatch({ type: 'read-again', run: result.value });
      else if (isPermanent(result.problem)) {
        stop();
        dispatch({ type: 'unavailable', runId, problem: result.problem });
      }
    };
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [runId]);

  const isQueued =
    state.stage === 'following' &&
    state.live.phases.every((p) => p.phase === 'queued' || p.state === 'waiting');
  useEffect(() => {
    if (runId === undefined || !isQueued) return undefined;
    const poll = async () => {
      const result = await readRun(runId);
      if (result.ok)
        dispatch({ type: 'queue-status', runId, queue: result.value.queue, usualMs: result.value.usualMs });
    };
    // Most runs are claimed before anyone could read their position.
    const first = setTimeout(() => void poll(), queueFirstMs);
    const timer = setInterval(() => void poll(), queuePollMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [runId, isQueued]);

  const passed = state.stage === 'ended' && state.result?.passed === true;
  const confirmationIsOpen =
    passed && (state.confirmation === undefined || state.confirmation.state === 'waiting');
  useEffect(() => {
    if (runId === undefined || !confirmationIsOpen) return undefined;
    return pollConfirmation(
      () => readRun(runId),
      (confirmation) => dispatch({ type: 'confirmation', runId, confirmation }),
    );
  }, [runId, confirmationIsOpen]);

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
  const { isCancelling } = state;
  useEffect(() => {
    if (runId === undefined || !isCancelling) return;
    void cancelRun(runId).then((result) =>
      dispatch(
        result.ok ? { type: 'cancelled', runId } : { type: 'cancel-failed', runId, problem: result.problem },
      ),
    );
  }, [runId, isCancelling]);

  const refuse = useCallback((problem: Problem) => dispatch({ type: 'refused', problem }), []);

  return { state, isQueued, run, refuse, cancel };
}
