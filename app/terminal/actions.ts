'use server';

import { PlatformError } from '@dfm/contracts';
import type { SessionView } from '@dfm/contracts/terminal';
import type { ChangeSession, LoadTerminal, OpenSession } from '@/components/terminal/session-actions.ts';
import { actingLearner, ensureLearner } from '@/lib/auth/session.ts';
import { isId } from '@/lib/db/is-id.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import {
  assertRoomForSession,
  closeSession,
  extendSession,
  openSession,
} from '@/lib/terminals/own-session.ts';
import { terminalStart } from './terminal-start.ts';

/** Reads the session of the learner, if there is one, and what is left of the day. */
export const loadTerminal: LoadTerminal = async () => terminalStart(await actingLearner());

/** Queues a session for the learner, or returns the open one. A lab that is open ends if they agree to it. */
export const openTerminal: OpenSession = async (replaces) =>
  orMessage(async () => {
    // For a terminal that nobody could get, no learner is created.
    if ((await actingLearner()) === null) await assertRoomForSession();
    const { id } = await ensureLearner();
    return { ok: true, session: await openSession(id, { replaces: textOrNone(replaces) }) };
  });

/** Gives a session more time. */
export const extendTerminal: ChangeSession = async (sessionId) => changed(sessionId, extendSession);

/** Ends a session and everything in it. */
export const endTerminal: ChangeSession = async (sessionId) => changed(sessionId, closeSession);

/** What a browser sends may be anything. */
const textOrNone = (value: unknown) => (typeof value === 'string' ? value : undefined);

async function changed(
  sessionId: unknown,
  change: (learnerId: string, sessionId: string) => Promise<SessionView>,
): ReturnType<ChangeSession> {
  return orMessage(async () => {
    const learner = await actingLearner();
    if (learner === null || !isId(sessionId))
      throw new PlatformError('not-found', 'There is no such session. Reload the page.');
    return { ok: true, session: await change(learner.id, sessionId) };
  });
}
