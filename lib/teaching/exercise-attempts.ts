import 'server-only';
import type { Attempt } from '@dfm/gradebook/grade';
import { db } from '../db/client.ts';
import { type RegradesUpTo, newResults } from './new-results.ts';

/** An attempt, with the run whose result it counts with. */
export interface DecidedAttempt extends Attempt {
  /** Undefined while it is pending, and if it does not count. It may be the confirmation of another attempt. */
  decidedBy: string | undefined;
}

/** A practice run, with its confirmation if there is one. A tuple, because names would double the size. */
type Row = [
  learnerId: string,
  exercise: string,
  id: string,
  /** Milliseconds since 1970. */
  submittedAt: number,
  own: Outcome,
  confirmation: RunOutcome | null,
  /** Of the newest regrade that counts. */
  regraded: [score: number, passed: boolean] | null,
];

type Outcome = [state: string, status: string | null, score: number | null, passed: boolean | null];
type RunOutcome = [...Outcome, id: string];

/**
 * The attempts of learners for exercises, by learner and exercise, as a grade is computed from them.
 *
 * @param exercises slugs
 * @param upTo if given, only these regrades count; otherwise all that are applied
 */
export async function exerciseAttempts(
  learnerIds: readonly string[],
  exercises: readonly string[],
  cohortId: string,
  upTo?: RegradesUpTo,
): Promise<Map<string, Map<string, DecidedAttempt[]>>> {
  if (learnerIds.length === 0 || exercises.length === 0) return new Map();
  // As one JSON value, because reading tens of thousands of rows takes several times as long.
  const [{ rows }] = await db().$queryRaw<[{ rows: Row[] | null }]>`
    WITH regraded AS (${newResults(cohortId, upTo)})
    SELECT json_agg(json_build_array(
      run.learner_id, run.exercise, run.id, (extract(epoch FROM submission.created_at) * 1000)::bigint,
      json_build_array(run.state, run.result_status, run.score, run.passed),
      CASE WHEN confirmation.id IS NOT NULL THEN json_build_array(
        confirmation.state, confirmation.result_status, confirmation.score, confirmation.passed, confirmation.id) END,
      CASE WHEN regraded.run_id IS NOT NULL THEN json_build_array(regraded.score, regraded.passed) END)) AS rows
    FROM run
    JOIN submission ON submission.id = run.submission_id
    LEFT JOIN run AS confirmation
      ON confirmation.submission_id = run.submission_id AND confirmation.kind = 'confirmation'
    LEFT JOIN regraded ON regraded.run_id = run.id
    WHERE run.kind = 'practice' AND run.state <> 'cancelled'
      AND run.learner_id = ANY(${[...learnerIds]}) AND run.exercise = ANY(${[...exercises]})`;
  const byLearner = new Map<string, Map<string, DecidedAttempt[]>>();
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
function attemptsOf(runs: readonly Row[]): DecidedAttempt[] {
  const confirmations = runs.flatMap(([, , , , , confirmation]) =>
    confirmation === null ? [] : [confirmation],
  );
  return runs.map(([, , id, submittedAt, own, confirmation, regraded]) => {
    const deciding = decidingRun([...own, id], confirmation, confirmations);
    const outcome = outcomeOf(deciding);
    const [score, passed] = regraded ?? [];
    return {
      id,
      submittedAt: new Date(submittedAt),
      outcome: score === undefined || passed === undefined ? outcome : { state: 'graded', score, passed },
      decidedBy: outcome.state === 'graded' ? deciding?.[4] : undefined,
    };
  });
}

/**
 * A practice run that passed counts with the result of its confirmation. It has none if another one was at
 * least as good or might have become so; then it counts with what that one confirms.
 *
 * @param all confirmations of the learner for the exercise
 * @returns the run with whose result it counts; undefined while that is not known
 */
function decidingRun(
  own: RunOutcome,
  confirmation: RunOutcome | null,
  all: readonly RunOutcome[],
): RunOutcome | undefined {
  const [state, , score, passed] = own;
  if (state !== 'done') return undefined;
  if (passed !== true) return own;
  const deciding = confirmation === null ? all : [confirmation];
  const confirmed = deciding.find(([, , points, isPass]) => isPass === true && (points ?? 0) >= (score ?? 0));
  if (confirmation === null && confirmed !== undefined) return own;
  // One that ended because of the platform has decided nothing.
  if (deciding.some((one) => isOpen(one))) return undefined;
  const ended = deciding
    .filter(([how]) => how === 'done')
    .toSorted(([, , a], [, , b]) => (b ?? 0) - (a ?? 0));
  return ended[0] ?? own;
}

const isOpen = ([state, status]: RunOutcome) =>
  state === 'queued' || state === 'running' || (state === 'done' && status === 'infrastructure');

/** A submission that cannot be graded, because it does not build, for example, has 0 points. */
function outcomeOf(deciding: RunOutcome | undefined): Attempt['outcome'] {
  if (deciding === undefined) return { state: 'pending' };
  const [, status, score, passed] = deciding;
  if (status === null || status === 'infrastructure') return { state: 'not counted' };
  return { state: 'graded', score: score ?? 0, passed: passed === true };
}
