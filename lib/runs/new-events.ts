import 'server-only';
import type { RunEvent } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { batching } from '../platform/batching.ts';
import { perProcess } from '../platform/per-process.ts';
import { readStoredEvents } from './stored-event.ts';

/** Streams whose events are read together, and rows of each. Both limit the memory that a query needs. */
const STREAMS_MAX = 100;
const ROWS_MAX = 50;
/** A single row of a compacted run is its whole log, which may have megabytes. */
const PAST_STREAMS_MAX = 5;

export interface NumberedEvent {
  seq: bigint;
  event: RunEvent;
}

export interface NewEvents {
  /** Without those that can no longer be read. */
  events: NumberedEvent[];
  lastSeq: bigint;
  hasUnreadable: boolean;
  /** Whether there may be more events already. */
  mayHaveMore: boolean;
}

/** A run, and the number of the last event that a stream of it has sent. */
interface Cursor {
  runId: string;
  after: bigint;
}

/**
 * The next stored events of a run after `after`; undefined if there are none. The streams of a process share
 * one query at a time, so that any number of them needs one connection to the database.
 */
export function newEvents(cursor: Cursor): Promise<NewEvents | undefined> {
  return perProcess('new events', () => batching(STREAMS_MAX, readAll))(cursor);
}

/** Like {@link newEvents}, for a run that has ended. Live streams do not wait for these long reads. */
export function pastEvents(cursor: Cursor): Promise<NewEvents | undefined> {
  return perProcess('past events', () => batching(PAST_STREAMS_MAX, readAll))(cursor);
}

async function readAll(cursors: readonly Cursor[]): Promise<Promise<NewEvents | undefined>[]> {
  const rows = await db().$queryRaw<{ stream: bigint; seq: bigint; event: unknown }[]>`
    SELECT wanted.stream, found.seq, found.event
    FROM unnest(${cursors.map(({ runId }) => runId)}::text[], ${cursors.map(({ after }) => String(after))}::bigint[]) WITH ORDINALITY AS wanted (run_id, after, stream),
    LATERAL (
      SELECT seq, event FROM run_event WHERE run_event.run_id = wanted.run_id AND seq > wanted.after ORDER BY seq LIMIT ${ROWS_MAX}
    ) AS found
    ORDER BY wanted.stream, found.seq`;
  const byStream = Map.groupBy(rows, ({ stream }) => Number(stream) - 1);
  const answers = cursors.map(async ({ runId, after }, index): Promise<NewEvents | undefined> => {
    const rowsOfRun = byStream.get(index);
    if (rowsOfRun === undefined) return undefined;
    // A row of a compacted run holds events that the stream may have already.
    const stored = (await readStoredEvents(runId, rowsOfRun)).filter(({ seq }) => seq > after);
    const events = stored.flatMap(({ seq, event }): NumberedEvent[] =>
      event === undefined ? [] : [{ seq, event }],
    );
    return {
      events,
      lastSeq: rowsOfRun.at(-1)!.seq,
      hasUnreadable: events.length < stored.length,
      mayHaveMore: rowsOfRun.length === ROWS_MAX,
    };
  });
  // So that the next batch begins only when this one needs no more memory.
  await Promise.allSettled(answers);
  return answers;
}
