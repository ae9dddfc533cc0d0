import 'server-only';
import { Prisma, db } from '../db/client.ts';
import { backOffSeconds } from './retry-time.ts';
import type { Score } from './score-message.ts';
import type { ServiceProblem } from './service-problem.ts';

/** Points that a learner should have for a link. */
export interface WantedScore {
  linkId: string;
  learnerId: string;
  /** Null: there are none. */
  points: number | null;
  /** When they became what they are. */
  at: Date;
}

/** A score that is being sent. */
export interface SentScore extends Score {
  linkId: string;
  learnerId: string;
}

/**
 * Notes what LMSs should have. Rows that are right already do not change, so calling it again does nothing.
 *
 * The time of a score is that of its submission. If the LMS may have a newer one, because a grade went down
 * or away without a submission, it is the present, as an LMS ignores what is older than what it has.
 *
 * @returns the number of scores that have changed
 */
export async function want(scores: readonly WantedScore[]): Promise<number> {
  const column = <T>(of: (score: WantedScore) => T) => scores.map(of);
  return db().$executeRaw`
    INSERT INTO lti_score AS old (link_id, learner_id, wanted_points, wanted_at, next_try_at)
    SELECT link_id, learner_id, points, at, now() FROM unnest(
      ${column(({ linkId }) => linkId)}::text[],
      ${column(({ learnerId }) => learnerId)}::text[],
      ${column(({ points }) => points)}::float8[],
      ${column(({ at }) => at)}::timestamptz[]) AS wanted(link_id, learner_id, points, at)
    WHERE points IS NOT NULL OR EXISTS (
      SELECT FROM lti_score AS known WHERE known.link_id = wanted.link_id AND known.learner_id = wanted.learner_id)
    ON CONFLICT (link_id, learner_id) DO UPDATE SET
      wanted_points = excluded.wanted_points,
      wanted_at = CASE WHEN old.sent_at IS NULL OR excluded.wanted_at > old.wanted_at THEN excluded.wanted_at ELSE now() END,
      error = NULL,
      tries = 0,
      next_try_at = CASE
        WHEN old.sent_at IS NULL AND excluded.wanted_points IS NULL THEN NULL
        WHEN old.acknowledged_at >= old.sent_at AND old.acknowledged_points IS NOT DISTINCT FROM excluded.wanted_points THEN NULL
        ELSE now() END
    WHERE old.wanted_points IS DISTINCT FROM excluded.wanted_points`;
}

/**
 * The next score of a link that has to be sent, after noting that it is. Until it is settled it stays the
 * next one, also for a process that replaces this one.
 */
export async function takeNext(platformId: string, linkId: string): Promise<SentScore | undefined> {
  const [score] = await db().$queryRaw<SentScore[]>`
    UPDATE lti_score SET sent_points = wanted_points, sent_at = now()
    FROM (
      SELECT learner_id, account_id FROM lti_score
      JOIN account ON account.user_id = learner_id AND account.provider_id = ${`lti:${platformId}`}
      WHERE link_id = ${linkId} AND next_try_at <= now() ORDER BY wanted_at, learner_id LIMIT 1
    ) AS next
    WHERE lti_score.link_id = ${linkId} AND lti_score.learner_id = next.learner_id
    RETURNING lti_score.link_id AS "linkId", lti_score.learner_id AS "learnerId",
      next.account_id AS subject, wanted_points AS points, wanted_at AS at`;
  return score;
}

/** Notes that the LMS has a score. If other points are wanted by now, they are next. */
export async function acknowledge({ linkId, learnerId, points, at }: SentScore): Promise<void> {
  await db().$executeRaw`
    UPDATE lti_score SET acknowledged_points = ${points}, acknowledged_at = now(), error = NULL, tries = 0,
      next_try_at = CASE WHEN wanted_points IS NOT DISTINCT FROM ${points} AND wanted_at = ${at} THEN NULL ELSE now() END
    WHERE ${isRow(linkId, learnerId)}`;
}

/** The score with the present as its time, because the LMS has something as new. */
export async function withNewTime(score: SentScore): Promise<SentScore> {
  const [row] = await db().$queryRaw<{ at: Date }[]>`
    UPDATE lti_score SET wanted_at = now()
    WHERE ${isRow(score.linkId, score.learnerId)} AND wanted_at = ${score.at} RETURNING wanted_at AS at`;
  return { ...score, at: row?.at ?? score.at };
}

/** Notes that a score was not accepted, and when it is sent again. */
export async function fail({ linkId, learnerId }: SentScore, problem: ServiceProblem): Promise<void> {
  const row = { linkId_learnerId: { linkId, learnerId } };
  const { tries } = await db().ltiScore.update({
    where: row,
    data: { error: problem, tries: { increment: 1 } },
    select: { tries: true },
  });
  await db().ltiScore.update({ where: row, data: { nextTryAt: nextTry(tries) } });
}

/** The same for all scores of a link that would be sent now. */
export async function failLink(linkId: string, problem: ServiceProblem): Promise<void> {
  const due = { linkId, nextTryAt: { lte: new Date() } };
  const { _max } = await db().ltiScore.aggregate({ where: due, _max: { tries: true } });
  await db().ltiScore.updateMany({
    where: due,
    data: { error: problem, tries: { increment: 1 }, nextTryAt: nextTry((_max.tries ?? 0) + 1) },
  });
}

const isRow = (linkId: string, learnerId: string) =>
  Prisma.sql`link_id = ${linkId} AND learner_id = ${learnerId}`;

const nextTry = (tries: number) => new Date(Date.now() + backOffSeconds(tries) * 1_000);
