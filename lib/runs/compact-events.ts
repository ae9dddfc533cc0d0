import 'server-only';
import { db } from '../db/client.ts';
import { log } from '../platform/log.ts';

/** Runs per statement, so that each ends long before the query timeout. */
const BATCH = 50;
const AFTER_MINUTES = 60;

/**
 * Moves the earlier events of every run that has ended into its last event, as `earlier`, and removes the
 * copy of the result, which the run has as well. `readStoredEvents` reads this form. It takes a tenth of the
 * space, and nothing is lost. A run that has just ended is left alone, because pages still follow it. Several
 * sites may do this at the same time. Each statement moves all events of a run, or none.
 *
 * @returns the number of compacted runs
 */
export async function compactEvents(): Promise<number> {
  let all = 0;
  for (;;) {
    // The lock on a run's first event, which is deleted, makes sure that only one site compacts the run.
    const count = await db().$executeRaw`
      WITH ended AS (
        SELECT run.id, run.last_seq
        FROM run_event AS first JOIN run ON run.id = first.run_id
        JOIN run_event AS last ON last.run_id = run.id AND last.seq = run.last_seq
        WHERE first.seq = 1 AND first.created_at < now() - make_interval(mins => ${AFTER_MINUTES}::int)
          AND run.state = 'done' AND run.finished_at < now() - make_interval(mins => ${AFTER_MINUTES}::int)
          AND run.result IS NOT NULL AND last.event ->> 'type' = 'result'
        ORDER BY first.created_at LIMIT ${BATCH} FOR UPDATE OF first SKIP LOCKED
      ), moved AS (
        DELETE FROM run_event USING ended WHERE run_id = ended.id AND seq < ended.last_seq RETURNING run_id, seq, event
      ), earlier AS (
        SELECT run_id, jsonb_agg(event ORDER BY seq) AS events FROM moved GROUP BY run_id
      )
      UPDATE run_event AS last SET event = last.event - 'result' || jsonb_build_object('earlier', earlier.events)
      FROM ended JOIN earlier ON earlier.run_id = ended.id
      WHERE last.run_id = ended.id AND last.seq = ended.last_seq`;
    all += count;
    if (count < BATCH) break;
  }
  if (all > 0) log.info({ runs: all }, 'compacted the events of runs');
  return all;
}
