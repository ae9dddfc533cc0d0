import 'server-only';
import type { ClassInsight, FailureReason } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { checkCatalogue } from '../content/check-catalogue.ts';
import { Prisma, db } from '../db/client.ts';
import type { CohortAccess } from './access.ts';
import { inCourseOrder } from './assigned.ts';

/** From this many submissions that fail for the same reason, a learner counts as stuck. */
const STUCK_AFTER = 5;

interface Failure {
  exercise: string;
  reason: string;
}

/** Who needs help in a class, and what its exercises are failed for. */
export async function classInsight({ cohortId }: CohortAccess<'seeWork'>): Promise<ClassInsight> {
  const { members, assignments } = await db().cohort.findUniqueOrThrow({
    where: { id: cohortId },
    select: {
      members: { select: { learner: { select: { id: true, name: true } } } },
      assignments: { where: { kind: 'exercise' }, select: { kind: true, slug: true } },
    },
  });
  const [exercises, stuck, numbers, failures] = await Promise.all([
    inCourseOrder(assignments),
    stuckLearners(cohortId),
    exerciseNumbers(cohortId),
    failureReasons(cohortId),
  ]);
  const names = new Map(members.map(({ learner }) => [learner.id, visibleLine(learner.name)]));
  const titleOf = new Map(exercises.map(({ slug, title }) => [slug, title]));
  const numbersOf = new Map(numbers.map((row) => [row.exercise, row]));
  return {
    learners: members.length,
    stuck: stuck
      .map(({ learnerId, exercise, reason, runs, runId }) => ({
        learnerId,
        name: names.get(learnerId)!,
        exercise: titleOf.get(exercise)!,
        runs,
        runId,
        reason: reasonOf(reason),
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
    exercises: exercises.map(({ slug, title }) => ({
      slug,
      title,
      started: numbersOf.get(slug)?.started ?? 0,
      passed: numbersOf.get(slug)?.passed ?? 0,
      medianAttempts: numbersOf.get(slug)?.medianAttempts ?? null,
      failures: failures
        .filter(({ exercise }) => exercise === slug)
        .map(({ reason, learners }) => ({ learners, reason: reasonOf(reason) })),
    })),
  };
}

/** Practice runs of a cohort's members for its exercises that were judged. */
const judged = (cohortId: string) => Prisma.sql`
  judged AS (
    SELECT run.id, run.learner_id, run.exercise, run.queued_at, run.passed,
      CASE WHEN run.passed THEN '{}' WHEN run.result_status = 'graded' THEN run.failed_checks ELSE ARRAY[run.result_status] END AS reasons
    FROM run
    JOIN cohort_member AS member ON member.learner_id = run.learner_id AND member.cohort_id = ${cohortId}
    JOIN assignment ON assignment.slug = run.exercise AND assignment.kind = 'exercise' AND assignment.cohort_id = ${cohortId}
    WHERE run.kind = 'practice' AND run.state = 'done' AND run.result_status <> 'infrastructure'
  )`;

async function stuckLearners(cohortId: string) {
  return db().$queryRaw<(Failure & { learnerId: string; runs: number; runId: string })[]>`
    WITH ${judged(cohortId)}, repeated AS (
      SELECT learner_id, exercise, reason, count(*)::int AS runs, (array_agg(id ORDER BY queued_at DESC))[1] AS run_id
      FROM judged, unnest(reasons) AS reason
      GROUP BY learner_id, exercise, reason HAVING count(*) >= ${STUCK_AFTER}
    )
    SELECT DISTINCT ON (learner_id, exercise) learner_id AS "learnerId", exercise, reason, runs, run_id AS "runId"
    FROM repeated
    WHERE NOT EXISTS (
      SELECT FROM judged WHERE passed AND judged.learner_id = repeated.learner_id AND judged.exercise = repeated.exercise)
    ORDER BY learner_id, exercise, runs DESC, reason`;
}

async function exerciseNumbers(cohortId: string) {
  return db().$queryRaw<
    { exercise: string; started: number; passed: number; medianAttempts: number | null }[]
  >`
    WITH ${judged(cohortId)}, numbered AS (
      SELECT learner_id, exercise, passed,
        row_number() OVER (PARTITION BY learner_id, exercise ORDER BY queued_at, id) AS attempt
      FROM judged
    ), learners AS (
      SELECT learner_id, exercise, min(attempt) FILTER (WHERE passed) AS attempts
      FROM numbered GROUP BY learner_id, exercise
    )
    SELECT exercise, count(*)::int AS started, count(attempts)::int AS passed,
      (percentile_disc(0.5) WITHIN GROUP (ORDER BY attempts))::int AS "medianAttempts"
    FROM learners GROUP BY exercise`;
}

async function failureReasons(cohortId: string) {
  return db().$queryRaw<(Failure & { learners: number })[]>`
    WITH ${judged(cohortId)}
    SELECT exercise, reason, count(DISTINCT learner_id)::int AS learners
    FROM judged, unnest(reasons) AS reason
    GROUP BY exercise, reason ORDER BY learners DESC, reason`;
}

const withoutGrade = ['build-failed', 'rejected', 'timed-out', 'out-of-memory'] as const;

/** @param stored ID of a check, or how a run ended */
export function reasonOf(stored: string): FailureReason {
  const endedAs = withoutGrade.find((status) => status === stored);
  if (endedAs !== undefined) return { endedAs };
  return { check: stored, title: checkCatalogue().find(({ id }) => id === stored)?.title ?? stored };
}
