import 'server-only';
import { Prisma } from '../db/client.ts';

/**
 * For a statement: `judged`, the practice runs of a cohort's members for its exercises that were judged, with
 * what each failed for.
 */
export const judgedRuns = (cohortId: string) => Prisma.sql`
  judged AS (
    SELECT run.id, run.learner_id, run.exercise, run.queued_at, run.passed, coalesce(run.score, 0) AS score,
      CASE WHEN run.passed THEN '{}' WHEN run.result_status = 'graded' THEN run.failed_checks ELSE ARRAY[run.result_status] END AS reasons
    FROM run
    JOIN cohort_member AS member ON member.learner_id = run.learner_id AND member.cohort_id = ${cohortId}
    JOIN assignment ON assignment.slug = run.exercise AND assignment.kind = 'exercise' AND assignment.cohort_id = ${cohortId}
    WHERE run.kind = 'practice' AND run.state = 'done' AND run.result_status <> 'infrastructure'
  )`;
