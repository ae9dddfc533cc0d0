import type { SessionView } from '@dfm/contracts/terminal';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useConnection } from './connection/use-connection.ts';
import { useFiles, useLeaveQuestion } from './files/use-files.ts';
import { phaseOf } from './session/phase.ts';
import { type SessionActions, useSession } from './use-session.ts';

/**
 * A session of the learner, connected as long as it is open.
 *
 * @param initial the session when the page was rendered
 * @param isHere whether the page shows a session; one that is for something else is only known
 */
export function useTerminal(
  initial: SessionView | undefined,
  actions: SessionActions,
  isHere: (session: SessionView) => boolean,
) {
  const { session, setSession, ...requests } = useSession(initial, actions);
  const isOpen = session !== undefined && session.state !== 'ended' && isHere(session);
  const { connection, state, hasFailed } = useConnection(isOpen ? session.id : undefined, setSession);
  // Here, so that what is not saved outlives the shells.
  const files = useFiles(connection);
  useLeaveQuestion(files?.editor);
  const phase = session && phaseOf(session, state);
  const router = useRouter();
  useEffect(() => {
    // What is left of the day has changed, and what is done of a lab.
    if (phase === 'ended') router.refresh();
  }, [phase, router]);
  return { session, phase, connection, state, hasFailed, files, ...requests };
}
