import 'server-only';
import { imageResultSchema, resultDocumentSchema, type ResultDocument } from '@dfm/contracts';
import * as z from 'zod/mini';
import { readStored } from '../db/read-stored.ts';

const position = (runId: string) => ({ column: 'run.result', row: runId });

/**
 * Reads the column `result` of a run that is done. Version 1 has only ever gained optional fields, so its
 * schema reads every result that was stored so far. When the version increases, older results are migrated
 * here.
 *
 * @returns undefined if it can no longer be read
 */
export function readStoredResult(runId: string, stored: unknown): ResultDocument | undefined {
  return readStored(resultDocumentSchema, stored, position(runId));
}

const summarySchema = z.extend(
  z.pick(resultDocumentSchema, { status: true, passed: true, score: true, axes: true }),
  {
    image: z.optional(z.pick(imageResultSchema, { totalBytes: true })),
    failure: z.optional(z.object({ message: z.string() })),
  },
);

/**
 * Reads what lists show of the same column. A result can be megabytes, and this reads only a few of its
 * fields.
 */
export function readStoredSummary(
  runId: string,
  stored: unknown,
): z.output<typeof summarySchema> | undefined {
  return readStored(summarySchema, stored, position(runId));
}
