import 'server-only';
import { Prisma } from '../db/client.ts';

/** The regrades of an exercise that were applied before this one and still count, and this one if `included`. */
export interface RegradesUpTo {
  regradeId: string;
  included: boolean;
}

/**
 * The results that a class counts instead of those of the runs: of each attempt that was judged again, that
 * of the newest regrade that is applied. A query of `run_id`, `regrade_id`, `score` and `passed`, which is
 * empty for a class without regrades.
 */
export function newResults(cohortId: string, upTo?: RegradesUpTo): Prisma.Sql {
  const counts = Prisma.sql`regrade.applied_at IS NOT NULL AND regrade.reverted_at IS NULL`;
  const chosen =
    upTo === undefined
      ? counts
      : Prisma.sql`(${counts} AND regrade.id <> ${upTo.regradeId} AND regrade.applied_at < coalesce(
          (SELECT applied_at FROM regrade WHERE id = ${upTo.regradeId}), 'infinity')
          OR ${upTo.included} AND regrade.id = ${upTo.regradeId})`;
  return Prisma.sql`
    SELECT DISTINCT ON (item.run_id) item.run_id, item.regrade_id, item.score, item.passed
    FROM regrade JOIN regrade_item AS item ON item.regrade_id = regrade.id
    WHERE regrade.cohort_id = ${cohortId} AND item.result_status IS NOT NULL AND ${chosen}
    ORDER BY item.run_id, regrade.id = ${upTo?.regradeId ?? ''} DESC, regrade.applied_at DESC`;
}
