import 'server-only';
import type { RunEvent } from '@dfm/contracts';
import { Prisma, type RunKind, type RunState, db } from '../db/client.ts';
import { storable } from '../db/storable.ts';

/** The run after a transition. */
export interface RunRow {
  id: string;
  submissionId: string;
  learnerId: string;
  exercise: string;
  content: string | null;
  kind: RunKind;
  needs: string[];
  simulates: string[];
  bases: string[];
  network: string | null;
  fence: number;
  attempts: number;
  queuedMs: number;
}

/** An event without a time is stamped by the database: milliseconds since the attempt's start. */
type NewEvent = RunEvent | WithoutTime<RunEvent>;
type WithoutTime<T> = T extends unknown ? Omit<T, 'atMs'> : never;

interface Transition {
  /** Assignments for the UPDATE, such as `state = 'done'`. */
  set: Prisma.Sql;
  /** The run and the state it must be in, checked by the same statement that writes. */
  where: Prisma.Sql;
  events: NewEvent[];
  /** The runner's number of each event, if a runner reported them. */
  reported?: number[];
}

type Executor = Pick<ReturnType<typeof db>, '$queryRaw'>;

/**
 * The only way to change a run: a single statement updates its row if the condition holds, numbers the events
 * without gaps (the row is locked meanwhile), stores them and notifies everyone who follows the run.
 *
 * @returns the updated row; undefined if the condition did not hold and nothing was written
 */
export async function transition(
  { set, where, events, reported = [] }: Transition,
  executor: Executor = db(),
): Promise<RunRow | undefined> {
  const stored = JSON.stringify(storable(events));
  const rows = await executor.$queryRaw<RunRow[]>`
    WITH changed AS (
      UPDATE run SET ${set}, last_seq = last_seq + ${events.length}, bytes = bytes + ${Buffer.byteLength(stored)} WHERE ${where} RETURNING *
    ), added AS (
      INSERT INTO run_event (run_id, seq, attempt, reported, event)
      SELECT changed.id, changed.last_seq - ${events.length} + e.place, changed.attempts, (${JSON.stringify(reported)}::jsonb ->> (e.place - 1)::int)::int,
             jsonb_build_object('atMs', greatest(0, round(extract(epoch FROM now() - coalesce(changed.started_at, changed.queued_at)) * 1000))) || e.event
      FROM changed, jsonb_array_elements(${stored}::jsonb) WITH ORDINALITY AS e (event, place)
    )
    SELECT id, submission_id AS "submissionId", learner_id AS "learnerId", exercise, content, kind, needs, simulates, bases, network, fence, attempts,
           (greatest(0, extract(epoch FROM now() - queued_at)) * 1000)::float8 AS "queuedMs",
           pg_notify('run_changed', id)::text AS notified,
           -- A runner executes only one run at a time that no learner waits for, so the next one can start when it ends.
           CASE WHEN state = 'queued' OR (kind <> 'practice' AND state IN ('done', 'cancelled')) THEN pg_notify('run_queued', '')::text END AS announced
    FROM changed`;
  return rows[0];
}

/** Condition: this is the current attempt of the run. */
export function isCurrent(runId: string, fence: number): Prisma.Sql {
  return Prisma.sql`id = ${runId} AND fence = ${fence} AND state = ${state('running')}`;
}

/** Assignments for a run that ends. */
export const ends = Prisma.sql`finished_at = now(), ended_bytes = bytes`;

/** A state as SQL. */
export function state(name: RunState): Prisma.Sql {
  return Prisma.sql`${name}::run_state`;
}
