import type { DrawnValues } from '@dfm/contracts';
import { submittedFilesSchema, submittedValuesSchema, type SubmittedFiles } from '@dfm/contracts/browser-api';

/**
 * Reads the column `submission.files`.
 *
 * @throws ZodError if it is not text by path, which no version has stored
 */
export function readStoredFiles(stored: unknown): SubmittedFiles {
  return submittedFilesSchema.parse(stored);
}

/**
 * Reads the column `submission.values`.
 *
 * @throws ZodError if it is not a number or text by name, which no version has stored
 */
export function readStoredValues(stored: unknown): DrawnValues {
  return submittedValuesSchema.parse(stored);
}
