import { useCallback, useEffect, useReducer, useRef } from 'react';
import { cancelRun, followEvents, readRun, submitRun } from './run-api.ts';
import { initialRunState, isBusy, reduceRun, type KnownRun, type Problem } from './run-state.ts';
import type { ReceivedEvent } from './run-view.ts';

/** Events that arrive together are drawn together. */
const batchMs = 16;
const queueFirstMs = 300;
const queuePollMs = 2_000;
const confirmationPollMs = 4_000;

/**
 * One exercise's newest run: starts it, follows it, cancels it. `known` is the run the site had when the page
 * was made.
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
      () => batch.at(-1)?.seq ?? (latest.current.runId === runId ? latest.current.view.lastSeq : 0),
      {
        event(seq, event) {
          batch.push({ seq, receivedAtMs: Date.now(), event });
          timer ??= setTimeout(flush, batchMs);
          if (event.type === 'result' || event.type === 'cancelled') stop();
        },
        open: () => dispatch({ type: 'connection', connection: 'open' }),
        lost() {
          // Of a run that has ended there is nothing left to wait for.
          if (latest.current.stage === 'ended') stop();
          else {
            dispatch({ type: 'connection', connection: 'lost' });
            void giveUpIfGone();
          }
        },
      },
    );
    // A stream tells nothing of why it broke: another session, or a run that is no more, would be asked for
    // without end.
    const giveUpIfGone = async () => {
      const answer = await readRun(runId);
      if (answer.ok || !['unauthenticated', 'not-found'].includes(answer.problem.code)) return;
      stop();
      dispatch({ type: 'gone', runId, problem: answer.problem });
    };
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [runId]);

  const isQueued =
    state.stage === 'following' &&
    state.view.phases.every((p) => p.phase === 'queued' || p.state === 'waiting');
  useEffect(() => {
    if (runId === undefined || !isQueued) return undefined;
    const poll = async () => {
      const answer = await readRun(runId);
      if (answer.ok)
        dispatch({ type: 'waits', runId, queue: answer.value.queue, usualMs: answer.value.usualMs });
    };
    // Most runs are claimed before anybody could read their place.
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
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const poll = async () => {
      const answer = await readRun(runId);
      if (ended || !answer.ok) return;
      dispatch({ type: 'confirmation', runId, confirmation: answer.value.confirmation });
      // Where an earlier run of as many points was confirmed there is nothing to wait for.
      if (answer.value.confirmation?.state === 'waiting')
        timer = setTimeout(() => void poll(), confirmationPollMs);
    };
    void poll();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [runId, confirmationIsOpen]);

  const isSending = useRef(false);
  const run = useCallback(
    async (files: Readonly<Record<string, string>>) => {
      // The state of the last render may be behind a second click; this is not.
      if (isSending.current || isBusy(latest.current)) return;
      isSending.current = true;
      dispatch({ type: 'submit', files });
      const answer = await submitRun(slug, files);
      isSending.current = false;
      if (answer.ok)
        dispatch({ type: 'submitted', run: { id: answer.value.runId, status: 'queued', files } });
      else if (answer.runId !== undefined) {
        const other = await readRun(answer.runId);
        dispatch(
          other.ok ? { type: 'follow', run: other.value } : { type: 'refused', problem: answer.problem },
        );
      } else dispatch({ type: 'refused', problem: answer.problem });
    },
    [slug],
  );

  const cancel = useCallback(() => dispatch({ type: 'cancel' }), []);
  const { isCancelling } = state;
  useEffect(() => {
    if (runId === undefined || !isCancelling) return;
    void cancelRun(runId).then((answer) =>
      dispatch(
        answer.ok ? { type: 'cancelled', runId } : { type: 'cancel-failed', runId, problem: answer.problem },
      ),
    );
  }, [runId, isCancelling]);

  const refuse = useCallback((problem: Problem) => dispatch({ type: 'refused', problem }), []);

  return { state, isQueued, run, refuse, cancel };
}
