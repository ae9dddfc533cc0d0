import * as z from 'zod/mini';
import { resultDocumentSchema } from '../result.ts';
import { confirmationSchema } from './confirmation.ts';
import { queuePositionSchema } from './queue-position.ts';
import { submittedFilesSchema, submittedValuesSchema } from './submission.ts';

/** `GET /api/runs/<id>`: what the site knows about a run at one moment, as its learner may see it. */
export const runSnapshotSchema = z.object({
  id: z.string(),
  exercise: z.string(),
  kind: z.enum(['practice', 'confirmation', 'proof']),
  status: z.enum(['queued', 'running', 'done', 'cancelled']),
  /** ISO 8601. */
  createdAt: z.string(),
  files: submittedFilesSchema,
  /** Only for an exercise with draws. */
  values: z.optional(submittedValuesSchema),
  /** Only for a run that is done; absent even then if it was stored in a format that can no longer be read. */
  result: z.optional(resultDocumentSchema),
  /** Only for a queued run. */
  queue: z.optional(queuePositionSchema),
  /** Only for a run that passed. */
  confirmation: z.optional(confirmationSchema),
  /**
   * Only for a run that has not ended: how long recent runs of the exercise took, in milliseconds; undefined
   * if none was measured.
   */
  usualMs: z.optional(z.number()),
});
export type RunSnapshot = z.infer<typeof runSnapshotSchema>;
