import { submittedFilesSchema, type SubmittedFiles } from '@dfm/contracts/browser-api';

/**
 * Reads the column `submission.files`.
 *
 * @throws ZodError if it is not text by path, which no version has stored
 */
export function readStoredFiles(stored: unknown): SubmittedFiles {
  return submittedFilesSchema.parse(stored);
}
