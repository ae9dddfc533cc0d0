import 'server-only';
import { runEventSchema, type RunEvent } from '@dfm/contracts';
import { readStored } from '../db/read-stored.ts';

/** Reads the column `event` of an event of a run. @returns undefined if it can no longer be read */
export function readStoredEvent(
  { runId, seq }: { runId: string; seq: bigint },
  stored: unknown,
): RunEvent | undefined {
  return readStored(runEventSchema, stored, { column: 'run_event.event', row: `${runId} ${seq}` });
}
