import 'server-only';
import { Prisma } from '../db/client.ts';
import { newResults } from '../teaching/new-results.ts';

/**
 * The items of a regrade with what they are compared to: `item`, the run `attempt`, the run `base`, and
 * `earlier`, the item of the regrade below, if there is one. For a FROM clause.
 */
export function itemsWithEarlier(cohortId: string, regradeId: string): Prisma.Sql {
  return Prisma.sql`
    regrade_item AS item
    JOIN run AS attempt ON attempt.id = item.run_id
    JOIN run AS base ON base.id = item.base_run_id
    LEFT JOIN (${newResults(cohortId, { regradeId, included: false })}) AS below ON below.run_id = item.run_id
    LEFT JOIN regrade_item AS earlier ON earlier.run_id = item.run_id AND earlier.regrade_id = below.regrade_id`;
}
