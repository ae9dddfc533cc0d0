import 'server-only';
import { resultDocumentSchema, type ResultDocument } from '@dfm/contracts';
import { readStored } from '../db/read-stored.ts';

/**
 * Reads the column `result` of a run that is done. Version 1 has only ever gained optional fields, so its
 * schema reads every result that was stored so far. When the version increases, older results are migrated
 * here.
 *
 * @returns undefined if it can no longer be read
 */
export function readStoredResult(runId: string, stored: unknown): ResultDocument | undefined {
  return readStored(resultDocumentSchema, stored, { column: 'run.result', row: runId });
}
