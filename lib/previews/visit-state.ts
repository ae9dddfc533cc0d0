import 'server-only';
import { db } from '../db/client.ts';
import type { Visit } from './visit.ts';

/**
 * What a visit can see now. `signed-out`: the sign-in with which it began has ended, or belongs to someone
 * else than the session.
 */
export type VisitState = 'running' | 'waiting' | 'ended' | 'signed-out';

export async function visitState({ sessionId, loginId }: Visit): Promise<VisitState> {
  const [session] = await db().$queryRaw<{ state: 'running' | 'waiting' | 'ended' }[]>`
    SELECT terminal_session.state FROM terminal_session JOIN session ON session.user_id = terminal_session.learner_id
    WHERE terminal_session.id = ${sessionId} AND session.id = ${loginId} AND session.expires_at > now()`;
  return session?.state ?? 'signed-out';
}
