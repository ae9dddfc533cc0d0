import type { SessionView } from '@dfm/contracts/terminal';
import { useCallback, useState, useTransition } from 'react';
import type { ChangeSession, SessionAnswer } from './session-actions.ts';

/** What the page can do with an open session. */
export interface SessionActions {
  extendSession: ChangeSession;
  endSession: ChangeSession;
}

/** What `useSession` returns in addition to the session. */
export type OwnSession = Omit<ReturnType<typeof useSession>, 'session'>;

/** The learner's session, and the requests that change it. `problem` is why the last one failed. */
export function useSession(initial: SessionView | undefined, actions: SessionActions) {
  const [session, setSession] = useState(initial);
  // News of a session that was replaced may come after the one that replaces it.
  const update = useCallback(
    (news: SessionView) => setSession((current) => (current?.id === news.id ? news : current)),
    [],
  );
  const [problem, setProblem] = useState<string>();
  const [isBusy, startRequest] = useTransition();
  const request = (ask: () => Promise<SessionAnswer>) =>
    startRequest(async () => {
      setProblem(undefined);
      try {
        const answer = await ask();
        if (answer.ok) setSession(answer.session);
        else setProblem(answer.message);
      } catch {
        setProblem('The site could not be reached. Check your connection and try again.');
      }
    });
  return {
    session,
    /** Shows what has changed about the session. */
    update,
    problem,
    isBusy,
    /** Opens a session with an action. */
    open: request,
    extend: () => session && request(() => actions.extendSession(session.id)),
    end: () => session && request(() => actions.endSession(session.id)),
  };
}
