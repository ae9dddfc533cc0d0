import type { GradedCard, GradeReply } from '@dfm/contracts/browser-api';
import type { RecallGrade } from '@dfm/contracts/recall-grades';
import { useEffect, useReducer, useState } from 'react';
import { fetchJson } from '@/components/api/fetch-json.ts';
import { reduceSession } from './session-state.ts';

/** Submits a grade. The server stores it for the current learner. */
export type GradeCard = (graded: GradedCard) => Promise<GradeReply>;

export interface ReviewProblem {
  message: string;
  /** Whether reloading the page may help. */
  canReload: boolean;
}

/** Loads the due cards once, and submits the grades of the first one. `session` is undefined until then. */
export function useReviewSession(gradeCard: GradeCard) {
  const [session, dispatch] = useReducer(reduceSession, undefined);
  const [problem, setProblem] = useState<ReviewProblem>();
  const [isSending, setSending] = useState(false);

  useEffect(() => {
    const stop = new AbortController();
    const failed = () =>
      setProblem({
        message: 'Your cards could not be loaded. Check your connection and reload the page.',
        canReload: true,
      });
    fetchJson('/review/queue', (api) => api.reviewQueueSchema, { signal: stop.signal })
      .then((queue) => (queue ? dispatch({ type: 'opened', queue }) : failed()))
      .catch(() => stop.signal.aborted || failed());
    return () => stop.abort();
  }, []);

  async function grade(chosen: RecallGrade) {
    const card = session?.cards[0];
    if (!card || isSending) return;
    setSending(true);
    setProblem(undefined);
    try {
      const reply = await gradeCard({ lesson: card.lesson, card: card.card, reps: card.reps, grade: chosen });
      if (reply.ok) dispatch({ type: 'graded', due: reply.due, again: reply.again });
      else setProblem({ message: reply.message, canReload: true });
    } catch {
      setProblem({
        message: 'Your grade did not reach the server. Check your connection and grade the card again.',
        canReload: false,
      });
    } finally {
      setSending(false);
    }
  }

  return { session, problem, isSending, reveal: () => dispatch({ type: 'revealed' }), grade };
}
