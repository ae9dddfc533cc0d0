import 'server-only';
import { runEventSchema, type RunEvent } from '@dfm/contracts';
import * as z from 'zod/mini';
import { db } from '../db/client.ts';
import { readStored } from '../db/read-stored.ts';

/** An event with its number; undefined if it can no longer be read. */
export interface StoredEvent {
  seq: bigint;
  event: RunEvent | undefined;
}

/** The last event of a run in the form in which `compactEvents` leaves it. */
const compactSchema = z.object({
  type: z.literal('result'),
  result: z.optional(z.undefined()),
  earlier: z._default(z.array(z.unknown()), []),
});

/**
 * Reads the events in rows of `run_event`, in the order of their numbers. A row that `compactEvents` has
 * written contains several events, of which the last has the number of the row.
 *
 * @param rows in the order of their numbers
 */
export async function readStoredEvents(
  runId: string,
  rows: readonly { seq: bigint; event: unknown }[],
): Promise<StoredEvent[]> {
  const all = await Promise.all(rows.map((row) => uncompacted(runId, row)));
  return all.flat().map(({ seq, event }) => ({
    seq,
    event: readStored(runEventSchema, event, { column: 'run_event.event', row: `${runId} ${seq}` }),
  }));
}

/** The events of a row, as they were reported. */
async function uncompacted(
  runId: string,
  { seq, event }: { seq: bigint; event: unknown },
): Promise<{ seq: bigint; event: unknown }[]> {
  const { data: compact } = z.safeParse(compactSchema, event);
  if (compact === undefined) return [{ seq, event }];
  const run = await db().run.findUnique({ where: { id: runId }, select: { result: true } });
  const { earlier: _, ...last } = event as Record<string, unknown>;
  const events = [...compact.earlier, { ...last, result: run?.result }];
  return events.map((one, index) => ({ seq: seq - BigInt(events.length - 1 - index), event: one }));
}
