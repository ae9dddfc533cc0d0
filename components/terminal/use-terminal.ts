import type { SessionView } from '@dfm/contracts/terminal';
import { useEffect, useEffectEvent, useState } from 'react';
import { useConnection } from './connection/use-connection.ts';
import { useFiles, useLeaveQuestion } from './files/use-files.ts';
import { phaseOf } from './session/phase.ts';

interface Options {
  onSession(session: SessionView): void;
  /** What is left of the day has changed, and what is done of a lab. */
  onEnded(): void;
}

/** Connects to a session of the learner as long as it is open. */
export function useTerminal(session: SessionView | undefined, { onSession, onEnded }: Options) {
  const isOpen = session !== undefined && session.state !== 'ended';
  const { connection, state, hasFailed } = useConnection(isOpen ? session.id : undefined, onSession);
  // Here, so that what is not saved outlives the shells.
  const files = useFiles(connection);
  useLeaveQuestion(files?.editor);
  // The connection whose first shell is on the screen: keys that are pressed before go nowhere.
  const [shown, setShown] = useState<typeof connection>();
  const phase = session && phaseOf(session, state, connection !== undefined && shown === connection);
  const ended = useEffectEvent(onEnded);
  useEffect(() => {
    if (phase === 'ended') ended();
  }, [phase]);
  return { phase, connection, state, hasFailed, files, onShown: () => setShown(connection) };
}
