import 'server-only';
import type { Attempt } from '@dfm/gradebook/grade';
import { db } from '../db/client.ts';

/** A practice run, with its confirmation if there is one. A tuple, because names would double the size. */
type Row = [
  learnerId: string,
  exercise: string,
  id: string,
  /** Milliseconds since 1970. */
  submittedAt: number,
  own: RunOutcome,
  confirmation: RunOutcome | null,
];

type RunOutcome = [state: string, status: string | null, score: number | null, passed: boolean | null];

/**
 * The attempts of learners for exercises, by learner and exercise, as a grade is computed from them.
 *
 * @param exercises slugs
 */
export async function exerciseAttempts(
  learnerIds: readonly string[],
  exercises: readonly string[],
): Promise<Map<string, Map<string, Attempt[]>>> {
  if (learnerIds.length === 0 || exercises.length === 0) return new Map();
  // As one JSON value, because reading tens of thousands of rows takes several times as long.
  const [{ rows }] = await db().$queryRaw<[{ rows: Row[] | null }]>`
    SELECT json_agg(json_build_array(
      run.learner_id, run.exercise, run.id, (extract(epoch FROM submission.created_at) * 1000)::bigint,
      json_build_array(run.state, run.result_status, run.score, run.passed),
      CASE WHEN confirmation.id IS NOT NULL THEN json_build_array(
        confirmation.state, confirmation.result_status, confirmation.score, confirmation.passed) END)) AS rows
    FROM run
    JOIN submission ON submission.id = run.submission_id
    LEFT JOIN run AS confirmation
      ON confirmation.submission_id = run.submission_id AND confirmation.kind = 'confirmation'
    WHERE run.kind = 'practice' AND run.state <> 'cancelled'
      AND run.learner_id = ANY(${[...learnerIds]}) AND run.exercise = ANY(${[...exercises]})`;
  const byLearner = new Map<string, Map<string, Attempt[]>>();
  for (const [learnerId, exercise, id, submittedAt, own, confirmation] of rows ?? []) {
    let ofLearner = byLearner.get(learnerId);
    if (!ofLearner) byLearner.set(learnerId, (ofLearner = new Map()));
    let ofExercise = ofLearner.get(exercise);
    if (!ofExercise) ofLearner.set(exercise, (ofExercise = []));
    ofExercise.push({ id, submittedAt: new Date(submittedAt), outcome: outcomeOf(own, confirmation) });
  }
  return byLearner;
}

/**
 * A practice run that passed counts with the result of its confirmation. It has none if an earlier
 * confirmation was at least as good.
 */
function outcomeOf(own: RunOutcome, confirmation: RunOutcome | null): Attempt['outcome'] {
  const [state, , , passed] = own;
  if (state !== 'done') return { state: 'pending' };
  if (passed !== true || confirmation === null || confirmation[0] === 'cancelled') return finished(own);
  return confirmation[0] === 'done' ? finished(confirmation) : { state: 'pending' };
}

/** A submission that cannot be graded, because it does not build, for example, has 0 points. */
function finished([, status, score, passed]: RunOutcome): Attempt['outcome'] {
  if (status === null || status === 'infrastructure') return { state: 'not counted' };
  return { state: 'graded', score: score ?? 0, passed: passed === true };
}
