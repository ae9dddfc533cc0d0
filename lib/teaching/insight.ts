import 'server-only';
import type { ClassInsight, FailureReason } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { checkCatalogue } from '../content/check-catalogue.ts';
import { db } from '../db/client.ts';
import type { CohortAccess } from './access.ts';
import { inCourseOrder } from './assigned.ts';
import { hintInsight } from './hint-insight.ts';
import { judgedRuns } from './judged-runs.ts';

/** From this many submissions that fail for the same reason, a learner counts as stuck. */
const STUCK_AFTER = 5;

interface Failure {
  exercise: string;
  reason: string;
}

/** Who needs help in a class, and what its exercises are failed for. */
export async function classInsight(access: CohortAccess<'seeWork'>): Promise<ClassInsight> {
  const { cohortId } = access;
  const { members, assignments } = await db().cohort.findUniqueOrThrow({
    where: { id: cohortId },
    select: {
      members: { select: { learner: { select: { id: true, name: true } } } },
      assignments: { where: { kind: 'exercise' }, select: { kind: true, slug: true } },
    },
  });
  const [exercises, hints, stuck, numbers, failures] = await Promise.all([
    inCourseOrder(assignments),
    hintInsight(
      access,
      assignments.map(({ slug }) => slug),
    ),
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
      .flatMap(({ learnerId, exercise, reason, runs, runId }) => {
        const [name, title] = [names.get(learnerId), titleOf.get(exercise)];
        // Someone may join, and something be assigned, between the queries.
        if (name === undefined || title === undefined) return [];
        return [{ learnerId, name, exercise: title, runs, runId, reason: reasonOf(reason) }];
      })
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
      hints: hints.get(slug) ?? [],
    })),
  };
}

async function stuckLearners(cohortId: string) {
  return db().$queryRaw<(Failure & { learnerId: string; runs: number; runId: string })[]>`
    WITH ${judgedRuns(cohortId)}, repeated AS (
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
    WITH ${judgedRuns(cohortId)}, numbered AS (
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
    WITH ${judgedRuns(cohortId)}
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
