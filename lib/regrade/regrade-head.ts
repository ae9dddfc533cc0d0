import 'server-only';
import type { RegradeHead, RegradeState } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { Prisma, db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import type { CohortAccess } from '../teaching/access.ts';
import { inCourseOrder } from '../teaching/assigned.ts';

interface Row {
  id: string;
  slug: string;
  note: string;
  madeBy: string | null;
  createdAt: Date;
  isApplied: boolean;
  isReverted: boolean;
  isDiscarded: boolean;
  submissions: number;
  judged: number;
}

export type RegradeHeadWithSlug = RegradeHead & { slug: string };

/** The regrades of a class, the newest first. */
export async function regradesOf({ cohortId }: CohortAccess<'seeWork'>): Promise<RegradeHead[]> {
  return heads(Prisma.sql`regrade.cohort_id = ${cohortId}`);
}

/** A regrade of a class, with the slug of its exercise; undefined if the class has no such regrade. */
export async function regradeHead(
  { cohortId }: CohortAccess<'seeWork'>,
  regradeId: string,
): Promise<RegradeHeadWithSlug | undefined> {
  if (!isId(regradeId)) return undefined;
  const [head] = await heads(Prisma.sql`regrade.cohort_id = ${cohortId} AND regrade.id = ${regradeId}`);
  return head;
}

async function heads(where: Prisma.Sql): Promise<RegradeHeadWithSlug[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT regrade.id, regrade.exercise AS slug, regrade.note, "user".name AS "madeBy", regrade.created_at AS "createdAt",
      regrade.applied_at IS NOT NULL AS "isApplied", regrade.reverted_at IS NOT NULL AS "isReverted",
      regrade.discarded_at IS NOT NULL AS "isDiscarded",
      count(item.run_id)::int AS submissions, count(item.judged_at)::int AS judged
    FROM regrade
    LEFT JOIN "user" ON "user".id = regrade.made_by_id
    LEFT JOIN regrade_item AS item ON item.regrade_id = regrade.id
    WHERE ${where}
    GROUP BY regrade.id, "user".name ORDER BY regrade.created_at DESC`;
  const titles = await inCourseOrder(rows.map(({ slug }) => ({ kind: 'exercise' as const, slug })));
  const titleOf = new Map(titles.map(({ slug, title }) => [slug, title]));
  return rows.map(({ id, slug, note, madeBy, createdAt, submissions, judged, ...times }) => ({
    id,
    slug,
    exercise: titleOf.get(slug)!,
    note: visibleLine(note),
    madeBy: madeBy === null ? undefined : visibleLine(madeBy),
    createdAt: createdAt.toISOString(),
    state: stateOf(times, judged === submissions),
    submissions,
    judged,
  }));
}

function stateOf(
  { isApplied, isReverted, isDiscarded }: Pick<Row, 'isApplied' | 'isReverted' | 'isDiscarded'>,
  isJudged: boolean,
): RegradeState {
  if (isDiscarded) return 'discarded';
  if (isReverted) return 'reverted';
  if (isApplied) return 'applied';
  return isJudged ? 'ready' : 'judging';
}
