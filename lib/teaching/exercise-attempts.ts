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
  for (const [learnerId, ofLearner] of Map.groupBy(rows ?? [], ([id]) => id)) {
    const ofExercises = Map.groupBy(ofLearner, ([, exercise]) => exercise);
    byLearner.set(
      learnerId,
      new Map([...ofExercises].map(([exercise, runs]) => [exercise, attemptsOf(runs)])),
    );
  }
  return byLearner;
}

/** @param runs of one learner for one exercise */
function attemptsOf(runs: readonly Row[]): Attempt[] {
  const confirmations = runs.flatMap(([, , , , , confirmation]) =>
    confirmation === null ? [] : [confirmation],
  );
  return runs.map(([, , id, submittedAt, own, confirmation]) => ({
    id,
    submittedAt: new Date(submittedAt),
    outcome: outcomeOf(own, confirmation, confirmations),
  }));
}

/**
 * A practice run that passed counts with the result of its confirmation. It has none if another one was at
 * least as good or might have become so; then it counts with what that one confirms.
 *
 * @param all confirmations of the learner for the exercise
 */
function outcomeOf(
  own: RunOutcome,
  confirmation: RunOutcome | null,
  all: readonly RunOutcome[],
): Attempt['outcome'] {
  const [state, , score, passed] = own;
  if (state !== 'done') return { state: 'pending' };
  if (passed !== true) return finished(own);
  const deciding = confirmation === null ? all : [confirmation];
  const confirmed = deciding.find(([, , points, isPass]) => isPass === true && (points ?? 0) >= (score ?? 0));
  if (confirmation === null && confirmed !== undefined) return finished(own);
  // One that ended because of the platform has decided nothing.
  if (deciding.some((one) => isOpen(one))) return { state: 'pending' };
  const ended = deciding
    .filter(([how]) => how === 'done')
    .toSorted(([, , a], [, , b]) => (b ?? 0) - (a ?? 0));
  return finished(ended[0] ?? own);
}

const isOpen = ([state, status]: RunOutcome) =>
  state === 'queued' || state === 'running' || (state === 'done' && status === 'infrastructure');

/** A submission that cannot be graded, because it does not build, for example, has 0 points. */
function finished([, status, score, passed]: RunOutcome): Attempt['outcome'] {
  if (status === null || status === 'infrastructure') return { state: 'not counted' };
  return { state: 'graded', score: score ?? 0, passed: passed === true };
}
