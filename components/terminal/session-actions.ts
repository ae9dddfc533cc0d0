import type { SessionView } from '@dfm/contracts/terminal';

/** The session after an action, or why the action was refused. */
export type SessionAnswer = { ok: true; session: SessionView } | { ok: false; message: string };

/**
 * Queues a session, or returns the open one if it is for the same.
 *
 * @param replaces ID of the open session for something else, which ends
 */
export type OpenSession = (replaces?: string) => Promise<SessionAnswer>;

/** Extends or ends a session. */
export type ChangeSession = (sessionId: string) => Promise<SessionAnswer>;
