import type { SessionAnswer, TerminalStart } from '@/components/terminal/session-actions.ts';

/** What a lab shows of the learner. */
export interface OwnLab {
  /** With the learner's session also if it is for something else. */
  start: TerminalStart;
  /** IDs of the steps that the learner has done. */
  done: readonly string[];
}

/** Reads what a lab shows of the learner, because its page is the same for everyone. */
export type LoadLab = (slug: string) => Promise<OwnLab>;

/**
 * Queues a session of a lab.
 *
 * @param step ID of the step at which it starts
 * @param replaces ID of the learner's open session, which ends
 */
export type StartLab = (slug: string, step: string, replaces?: string) => Promise<SessionAnswer>;
