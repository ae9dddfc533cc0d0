import type { SessionAnswer } from '@/components/terminal/session-actions.ts';

/**
 * Queues a session of a lab.
 *
 * @param step ID of the step at which it starts
 * @param replaces ID of the learner's open session, which ends
 */
export type StartLab = (slug: string, step: string, replaces?: string) => Promise<SessionAnswer>;
