import 'server-only';
import { Prisma, db } from '../db/client.ts';
import type { ContextAccess } from './access.ts';
import type { ServiceProblem } from './service-problem.ts';

/**
 * Has scores that an LMS has not confirmed sent now, even if it is paused. If their column is gone, it is
 * looked for and created again, and gets all points of its link. Learners who have disconnected their account
 * from the LMS are left out.
 *
 * @param score undefined: all of the course
 * @returns the number of scores that will be sent
 */
export async function retryScores(
  { contextId, platformId }: ContextAccess,
  score: { linkId: string; learnerId: string } | undefined,
): Promise<number> {
  const chosen =
    score === undefined
      ? Prisma.sql`true`
      : Prisma.sql`score.link_id = ${score.linkId} AND score.learner_id = ${score.learnerId}`;
  const gone = 'column-gone' satisfies ServiceProblem;
  return db().$transaction(async (transaction) => {
    const forgotten = await transaction.$queryRaw<{ id: string }[]>`
      UPDATE lti_link AS link SET line_item_url = NULL WHERE context_id = ${contextId} AND EXISTS (
        SELECT FROM lti_score AS score WHERE score.link_id = link.id AND score.error = ${gone} AND ${chosen})
      RETURNING id`;
    const links = forgotten.map(({ id }) => id);
    // A new column has no points, so there is nothing to take back.
    await transaction.ltiScore.deleteMany({ where: { linkId: { in: links }, wantedPoints: null } });
    const [{ count: again }] = await transaction.$queryRaw<[{ count: number }]>`
      WITH again AS (
        UPDATE lti_score SET next_try_at = now(), tries = 0, error = NULL, sent_points = NULL, sent_at = NULL,
          acknowledged_points = NULL, acknowledged_at = NULL
        WHERE link_id = ANY(${links}) RETURNING learner_id)
      SELECT count(*)::int FROM again WHERE ${isConnected(platformId, Prisma.sql`learner_id`)}`;
    const due = await transaction.$executeRaw`
      UPDATE lti_score AS score SET next_try_at = now(), tries = 0, error = NULL FROM lti_link AS link
      WHERE link.id = score.link_id AND link.context_id = ${contextId} AND score.next_try_at IS NOT NULL
        AND NOT score.link_id = ANY(${links}) AND ${chosen}
        AND ${isConnected(platformId, Prisma.sql`score.learner_id`)}`;
    await transaction.ltiPlatform.updateMany({ where: { id: platformId }, data: { pausedUntil: null } });
    return again + due;
  });
}

const isConnected = (platformId: string, learnerId: Prisma.Sql) =>
  Prisma.sql`EXISTS (SELECT FROM account WHERE user_id = ${learnerId} AND provider_id = ${`lti:${platformId}`})`;
