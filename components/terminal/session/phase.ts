import type { SessionView } from '@dfm/contracts/terminal';
import type { ConnectionState } from '../connection/connection-state.ts';

/** What a session is doing, seen from its page. */
export type Phase = 'waiting' | 'starting' | 'connected' | 'lost' | 'restarting' | 'signedOut' | 'ended';

/**
 * @param connection undefined until its code is loaded
 * @param isShown whether a shell is on the screen, which gets what is typed
 */
export function phaseOf(
  session: SessionView,
  connection: Omit<ConnectionState, 'shells'> | undefined,
  isShown: boolean,
): Phase {
  if (session.state === 'ended' || connection?.link === 'over') return 'ended';
  if (connection?.link === 'signedOut') return 'signedOut';
  if (connection?.link === 'lost') return 'lost';
  if (session.state === 'waiting') return 'waiting';
  if (connection?.isReady) return isShown ? 'connected' : 'starting';
  if (!connection?.wasReady) return 'starting';
  return connection.isRunnerConnected === false ? 'restarting' : 'lost';
}

/** The phase in words. */
export function phaseText(phase: Phase, session: SessionView): string {
  switch (phase) {
    case 'waiting':
      return session.state === 'waiting' && session.place > 1
        ? `Waiting for a free sandbox: number ${session.place} in the queue`
        : 'Waiting for a free sandbox: you are next';
    case 'starting':
      return 'Starting your sandbox …';
    case 'connected':
      return 'Connected';
    case 'lost':
      return 'Connection lost. It is being restored, and what you type is kept.';
    case 'restarting':
      return 'The runner is being restarted. What you type is kept.';
    case 'signedOut':
      return 'Signed out';
    case 'ended':
      return 'Ended';
  }
}
