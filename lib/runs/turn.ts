import 'server-only';
import { Prisma } from '../db/client.ts';

/**
 * Queued runs in the order in which they are given out, as a query of `id`, `exercise`, `kind`, `needs`,
 * `bases` and `place` (from 1). Practice runs come before confirmations, which no one is waiting for, and
 * these before regrades: the order of the kinds in the schema. Learners take turns: the first run of one
 * learner comes before the second of another, counting runs in progress. Otherwise, the earliest comes
 * first.
 */
export const runsInTurn = Prisma.sql`
  SELECT id, exercise, kind, needs, bases, row_number() OVER (ORDER BY kind, round, queued_at, id) AS place
  FROM (
    SELECT run.*, row_number() OVER (PARTITION BY learner_id, kind ORDER BY state = 'queued', queued_at, id) AS round
    FROM run WHERE state IN ('queued', 'running')
  ) AS counted WHERE state = 'queued'`;
