import type { TerminalAllowance } from '@dfm/contracts/page-data';
import type { SessionView } from '@dfm/contracts/terminal';

/** The session after an action, or why the action was refused. */
export type SessionAnswer = { ok: true; session: SessionView } | { ok: false; message: string };

/** What a terminal shows at first. */
export interface TerminalStart {
  /** The learner's session. */
  session: SessionView | undefined;
  /** Title of the lab that the session is for. */
  labTitle: string | undefined;
  allowance: TerminalAllowance;
  /** The most shells that a session can have. */
  shellsMax: number;
  /** Whether published ports can be opened in the browser. */
  hasPreviews: boolean;
}

/** Reads what a terminal shows at first, on a page that is the same for everyone. */
export type LoadTerminal = () => Promise<TerminalStart>;

/**
 * Queues a session, or returns the open one if it is for the same.
 *
 * @param replaces ID of the open session for something else, which ends
 */
export type OpenSession = (replaces?: string) => Promise<SessionAnswer>;

/** Extends or ends a session. */
export type ChangeSession = (sessionId: string) => Promise<SessionAnswer>;
