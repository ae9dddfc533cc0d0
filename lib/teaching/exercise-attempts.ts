import 'server-only';
import type { Attempt } from '@dfm/gradebook/grade';
import { Prisma, db } from '../db/client.ts';

interface Row {
  learner_id: string;
  exercise: string;
  run_id: string;
  submitted_at: Date;
  state: string;
  status: string | null;
  score: number | null;
  passed: boolean | null;
  /** Of the confirmation, if there is one. */
  confirmation_state: string | null;
  confirmation_status: string | null;
  confirmation_score: number | null;
  confirmation_passed: boolean | null;
}

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
  const rows = await db().$queryRaw<Row[]>`
    SELECT run.learner_id, run.exercise, run.id AS run_id, submission.created_at AS submitted_at,
      run.state::text, run.result_status AS status, run.score, run.passed,
      confirmation.state::text AS confirmation_state, confirmation.result_status AS confirmation_status,
      confirmation.score AS confirmation_score, confirmation.passed AS confirmation_passed
    FROM run
    JOIN submission ON submission.id = run.submission_id
    LEFT JOIN run AS confirmation
      ON confirmation.submission_id = run.submission_id AND confirmation.kind = 'confirmation'
    WHERE run.kind = 'practice' AND run.state <> 'cancelled'
      AND run.learner_id IN (${Prisma.join([...learnerIds])}) AND run.exercise IN (${Prisma.join([...exercises])})`;
  const byLearner = new Map<string, Map<string, Attempt[]>>();
  for (const row of rows) {
    let ofLearner = byLearner.get(row.learner_id);
    if (!ofLearner) byLearner.set(row.learner_id, (ofLearner = new Map()));
    let ofExercise = ofLearner.get(row.exercise);
    if (!ofExercise) ofLearner.set(row.exercise, (ofExercise = []));
    ofExercise.push({ id: row.run_id, submittedAt: row.submitted_at, outcome: outcomeOf(row) });
  }
  return byLearner;
}

/**
 * A practice run that passed counts with the result of its confirmation. It has none if an earlier
 * confirmation was at least as good.
 */
function outcomeOf(row: Row): Attempt['outcome'] {
  if (row.state !== 'done') return { state: 'pending' };
  if (row.passed !== true || row.confirmation_state === null || row.confirmation_state === 'cancelled')
    return finished(row.status, row.score, row.passed);
  if (row.confirmation_state !== 'done') return { state: 'pending' };
  return finished(row.confirmation_status, row.confirmation_score, row.confirmation_passed);
}

/** A submission that cannot be graded, because it does not build, for example, has 0 points. */
function finished(status: string | null, score: number | null, passed: boolean | null): Attempt['outcome'] {
  if (status === null || status === 'infrastructure') return { state: 'not counted' };
  return { state: 'graded', score: score ?? 0, passed: passed === true };
}
