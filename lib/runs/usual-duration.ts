import 'server-only';
import { type RunKind, db } from '../db/client.ts';

const NEWEST = 20;

/**
 * How long a run of an exercise usually takes from its claim to its verdict: the median of the newest 20
 * graded runs of all learners. Runs that ended early are ignored, because they are much shorter. A regrade
 * takes as long as a confirmation, in a fresh engine too.
 *
 * @returns milliseconds; undefined if none has been graded yet
 */
export async function usualDurationMs(
  exercise: string,
  kind: RunKind = 'practice',
): Promise<number | undefined> {
  const measured = kind === 'regrade' ? 'confirmation' : kind;
  const [row] = await db().$queryRaw<{ ms: number | null }[]>`
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY took.ms) AS ms
    FROM (
      SELECT (extract(epoch FROM finished_at - started_at) * 1000)::float8 AS ms
      FROM run WHERE exercise = ${exercise} AND kind = ${measured}::run_kind AND result_status = 'graded' ORDER BY finished_at DESC LIMIT ${NEWEST}
    ) AS took`;
  return row?.ms ?? undefined;
}
