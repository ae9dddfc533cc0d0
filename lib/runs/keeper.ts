import 'server-only';
import { Prisma } from '../db/client.ts';
import { LEFT_TO_OTHER_MS } from '../nodes/next-work.ts';
import { env } from '../platform/env.ts';

/**
 * Condition on a queued `run`: for now, it is left to its keeper, which is not this runner. The keeper is the
 * node that executed the learner's newest run, if that run has ended. A reserved node keeps no sandboxes. It
 * must be able to take the run, but may be busy, because it can become free before the time is over. A run
 * that was lost once is not left to anyone.
 */
export function isLeftToKeeper(runner: string): Prisma.Sql {
  return Prisma.sql`(
    run.kind = 'practice' AND run.attempts = 0 AND run.queued_at > now() - make_interval(secs => ${LEFT_TO_OTHER_MS / 1_000}::float8)
    AND EXISTS (
      SELECT FROM (
        SELECT claimed_by, state FROM run AS earlier
        WHERE earlier.learner_id = run.learner_id AND earlier.kind = 'practice' AND earlier.started_at IS NOT NULL
        ORDER BY earlier.started_at DESC LIMIT 1
      ) AS newest JOIN runner AS keeper ON keeper.name = newest.claimed_by
      WHERE newest.state IN ('done', 'cancelled') AND keeper.name <> ${runner} AND keeper.well AND NOT keeper.draining
        AND keeper.last_seen_at > now() - make_interval(secs => ${env().RUNNER_SEEN_WITHIN_SECONDS}::float8)
        AND run.needs <@ keeper.labels AND coalesce(jsonb_array_length(keeper.info -> 'basesToCome'), 0) = 0
        AND coalesce(jsonb_array_length(keeper.info -> 'reservedFor'), 0) = 0))`;
}
