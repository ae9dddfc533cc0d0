import 'server-only';
import * as z from 'zod/mini';
import { log } from '../platform/log.ts';

/**
 * Reads the value of a JSON column.
 *
 * @param position the column and the row, for the log
 * @returns undefined if the value does not match the schema, because an earlier version stored it in a format
 *   that this one can no longer read. This is logged.
 */
export function readStored<Schema extends z.core.$ZodType>(
  schema: Schema,
  stored: unknown,
  position: { column: string; row: string },
): z.output<Schema> | undefined {
  const read = z.safeParse(schema, stored);
  if (read.success) return read.data;
  log.error({ ...position, problems: read.error.issues.slice(0, 3) }, 'cannot read a stored value');
  return undefined;
}
