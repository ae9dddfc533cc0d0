import 'server-only';
import { type RunKind, db } from '../db/client.ts';

const NEWEST = 20;

/** What decides how long a run takes. */
export interface Measurable {
  exercise: string;
  kind: RunKind;
}

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
  return (await usualDurations([{ exercise, kind }]))({ exercise, kind });
}

/** Reads the usual durations of many runs at once. @returns a function like `usualDurationMs` */
export async function usualDurations(
  runs: Iterable<Measurable>,
): Promise<(run: Measurable) => number | undefined> {
  const distinct = [...new Map([...runs].map((run) => [keyOf(run), run])).values()];
  const rows = await db().$queryRaw<{ exercise: string; kind: RunKind; ms: number | null }[]>`
    SELECT wanted.exercise, wanted.kind, usual.ms
    FROM unnest(${distinct.map(({ exercise }) => exercise)}::text[], ${distinct.map(measuredKind)}::run_kind[]) AS wanted (exercise, kind),
    LATERAL (
      SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY took.ms) AS ms
      FROM (
        SELECT (extract(epoch FROM finished_at - started_at) * 1000)::float8 AS ms
        FROM run WHERE run.exercise = wanted.exercise AND run.kind = wanted.kind AND result_status = 'graded' ORDER BY finished_at DESC LIMIT ${NEWEST}
      ) AS took
    ) AS usual`;
  const usual = new Map(rows.map(({ ms, ...run }) => [keyOf(run), ms ?? undefined]));
  return (run) => usual.get(keyOf(run));
}

function measuredKind({ kind }: Measurable): RunKind {
  return kind === 'regrade' ? 'confirmation' : kind;
}

function keyOf(run: Measurable): string {
  return `${run.exercise} ${measuredKind(run)}`;
}
