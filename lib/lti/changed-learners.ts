import 'server-only';
import { Prisma, db } from '../db/client.ts';

/** A course of an LMS whose class is known. */
export interface BoundContext {
  id: string;
  platformId: string;
  cohortId: string;
}

/** What the grades of a class depend on, besides what learners do. */
export interface GradingState {
  /** Digest of settings, assignments, decisions of staff, regrades, groups, links and connected accounts. */
  digest: string;
  /** Time of the database. */
  at: Date;
}

/** A transaction may commit this much later than the times that it writes. */
const OVERLAP_SECONDS = 60;

/** The state of a class. While it is the same, only what learners do changes grades. */
export async function gradingState({ id, platformId, cohortId }: BoundContext): Promise<GradingState> {
  const rows = (table: string, order: string) => Prisma.sql`
    (SELECT string_agg(${Prisma.raw(table)}::text, E'\n' ORDER BY ${Prisma.raw(order)}) FROM ${Prisma.raw(table)}
     WHERE cohort_id = ${cohortId})`;
  const [state] = await db().$queryRaw<[GradingState]>`
    SELECT now() AS at, md5(concat_ws(E'\n\n',
      (SELECT cohort::text FROM cohort WHERE id = ${cohortId}),
      ${rows('assignment', 'kind, slug')},
      ${rows('cohort_member', 'learner_id')},
      ${rows('extension', 'kind, slug, learner_id')},
      ${rows('group_extension', 'kind, slug, group_name')},
      ${rows('grade_override', 'kind, slug, learner_id')},
      ${rows('regrade', 'id')},
      (SELECT string_agg(concat_ws(' ', id, kind, slug), E'\n' ORDER BY id) FROM lti_link WHERE context_id = ${id}),
      (SELECT string_agg(user_id, E'\n' ORDER BY user_id) FROM account
       JOIN cohort_member ON learner_id = user_id AND cohort_id = ${cohortId}
       WHERE provider_id = ${`lti:${platformId}`}))) AS digest`;
  return state;
}

/**
 * The members of a class who are known to the LMS. Someone who has disconnected the account is one of them
 * once there is a score, so that the ledger shows that newer points are not sent.
 *
 * @param since if given, only those whose grades may have changed since then because they, or members of
 *   their group, submitted something
 */
export async function learnersToCompare(
  { id: contextId, platformId, cohortId }: BoundContext,
  since?: Date,
): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT member.learner_id AS id FROM cohort_member AS member
    WHERE member.cohort_id = ${cohortId}
      AND (EXISTS (SELECT FROM account WHERE user_id = member.learner_id AND provider_id = ${`lti:${platformId}`})
        OR EXISTS (SELECT FROM lti_score JOIN lti_link AS link ON link.id = link_id
          WHERE lti_score.learner_id = member.learner_id AND link.context_id = ${contextId}))
      AND ${since === undefined ? Prisma.sql`true` : hasWorkedSince(cohortId, since)}
    ORDER BY id`;
  return rows.map(({ id }) => id);
}

function hasWorkedSince(cohortId: string, since: Date): Prisma.Sql {
  const from = new Date(since.getTime() - OVERLAP_SECONDS * 1_000);
  const worked = Prisma.sql`
    SELECT active.learner_id, active.group_name FROM cohort_member AS active
    WHERE active.cohort_id = ${cohortId} AND (
      active.learner_id IN (SELECT learner_id FROM run WHERE finished_at >= ${from})
      OR active.learner_id IN (SELECT learner_id FROM quiz_attempt WHERE answered_at >= ${from}))`;
  return Prisma.sql`(
    member.learner_id IN (SELECT learner_id FROM (${worked}) AS worked)
    OR member.group_name IN (SELECT group_name FROM (${worked}) AS worked))`;
}
