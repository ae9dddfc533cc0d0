import type { SessionView } from '@dfm/contracts/terminal';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ConnectionState } from './connection-state.ts';
import type { TerminalConnection } from './terminal-connection.ts';

/**
 * Connects to a session for as long as the component is shown. The code for it is loaded then.
 *
 * @param sessionId undefined if there is no session to connect to
 * @param onSession called with what the site reports about the session; must not change
 */
export function useConnection(
  sessionId: string | undefined,
  onSession: (session: SessionView) => void,
): { connection: TerminalConnection | undefined; state: ConnectionState | undefined; hasFailed: boolean } {
  const [connection, setConnection] = useState<TerminalConnection>();
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    if (sessionId === undefined) return undefined;
    let isLeft = false;
    let stop: (() => void) | undefined;
    const open = async () => {
      const { openConnection } = await import('./open-connection.ts');
      if (isLeft) return;
      const opened = openConnection(sessionId, onSession);
      stop = opened.stop;
      setConnection(opened.connection);
    };
    open().catch(() => setFailed(true));
    return () => {
      isLeft = true;
      stop?.();
      setConnection(undefined);
    };
  }, [sessionId, onSession]);
  const state = useSyncExternalStore(
    connection?.subscribe ?? subscribeToNothing,
    () => connection?.state(),
    () => undefined,
  );
  return { connection, state, hasFailed };
}

const subscribeToNothing = () => () => undefined;
