import 'server-only';
import { imageResultSchema, resultDocumentSchema } from '@dfm/contracts';
import * as z from 'zod/mini';
import { db } from '../db/client.ts';
import { readStored } from '../db/read-stored.ts';

const summarySchema = z.extend(
  z.pick(resultDocumentSchema, { status: true, passed: true, score: true, axes: true }),
  {
    image: z.optional(z.pick(imageResultSchema, { totalBytes: true })),
    failure: z.optional(z.object({ message: z.string() })),
  },
);

/** What lists show of a result. */
type ResultSummary = z.output<typeof summarySchema>;

/**
 * What lists show of the results of runs, by ID of the run. The database sends only these fields, because a
 * result can be up to 1 MiB.
 *
 * @returns nothing for a run without a result, or whose result can no longer be read
 */
export async function storedSummaries(runIds: string[]): Promise<Map<string, ResultSummary>> {
  const rows = await db().$queryRaw<{ id: string; summary: unknown }[]>`
    SELECT run.id, jsonb_strip_nulls(jsonb_build_object(
             'status', stored.status, 'passed', stored.passed, 'score', stored.score, 'axes', stored.axes,
             'image', CASE WHEN stored.image IS NOT NULL THEN jsonb_build_object('totalBytes', stored.image -> 'totalBytes') END,
             'failure', CASE WHEN stored.failure IS NOT NULL THEN jsonb_build_object('message', stored.failure -> 'message') END
           )) AS summary
    FROM run, jsonb_to_record(run.result) AS stored (status jsonb, passed jsonb, score jsonb, axes jsonb, image jsonb, failure jsonb)
    WHERE run.id = ANY(${runIds}::text[]) AND run.result IS NOT NULL`;
  return new Map(
    rows.flatMap(({ id, summary }) => {
      const read = readStoredSummary(id, summary);
      return read === undefined ? [] : [[id, read] as const];
    }),
  );
}

/**
 * Reads the summary of a result in any format that was stored so far, as for a whole result.
 *
 * @returns undefined if it can no longer be read
 */
export function readStoredSummary(runId: string, stored: unknown): ResultSummary | undefined {
  return readStored(summarySchema, stored, { column: 'run.result', row: runId });
}
