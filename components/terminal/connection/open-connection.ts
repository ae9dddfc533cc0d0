// First, because zod reads its configuration when a schema is created.
import '@/components/api/zod-without-eval.ts';
import type { SessionView } from '@dfm/contracts/terminal';
import { newPageId } from './page-id.ts';
import { TerminalConnection } from './terminal-connection.ts';

/** Connects to the shells of a session until `stop` is called. */
export function openConnection(
  sessionId: string,
  onSession: (session: SessionView) => void,
): { connection: TerminalConnection; stop: () => void } {
  const address = `${location.origin.replace(/^http/, 'ws')}/api/terminal/${encodeURIComponent(sessionId)}/socket`;
  const connection = new TerminalConnection({
    page: newPageId(),
    connect: () => new WebSocket(address),
    onSession,
  });
  const left = new AbortController();
  const { signal } = left;
  addEventListener('online', () => connection.retryNow(), { signal });
  addEventListener('offline', () => connection.reconnect(), { signal });
  document.addEventListener(
    'visibilitychange',
    () => document.visibilityState === 'visible' && connection.retryNow(),
    { signal },
  );
  const stop = () => {
    left.abort();
    connection.stop();
  };
  return { connection, stop };
}
