import type { SessionView } from '@dfm/contracts/terminal';

/** The session after an action, or why the action was refused. */
export type SessionAnswer = { ok: true; session: SessionView } | { ok: false; message: string };

/** Queues a session, or returns the one that is open. */
export type OpenSession = () => Promise<SessionAnswer>;

/** Extends or ends a session. */
export type ChangeSession = (sessionId: string) => Promise<SessionAnswer>;
