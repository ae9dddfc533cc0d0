import 'server-only';
import { db } from '../db/client.ts';

interface LmsState {
  /** Points that an LMS should have and has not confirmed. */
  waiting: number;
  /** Those of them that it refused the last time. */
  refused: number;
  /** Age of the oldest; null if there are none. */
  oldestSeconds: number | null;
  /** LMSs that get no requests for a while, because the last ones failed. */
  paused: number;
}

/**
 * Points that have to be sent. Not of learners who have disconnected their account, because no one can send
 * those.
 */
export async function lmsState(): Promise<LmsState> {
  const [state] = await db().$queryRaw<[LmsState]>`
    SELECT count(*)::int AS waiting, count(error)::int AS refused,
      greatest(0, extract(epoch FROM now() - min(wanted_at)))::float8 AS "oldestSeconds",
      (SELECT count(*)::int FROM lti_platform WHERE paused_until > now()) AS paused
    FROM lti_score
    JOIN lti_link AS link ON link.id = link_id
    JOIN lti_context AS context ON context.id = link.context_id
    WHERE next_try_at IS NOT NULL AND cohort_id IS NOT NULL
      AND EXISTS (SELECT FROM account WHERE user_id = learner_id AND provider_id = 'lti:' || platform_id)`;
  return state;
}
