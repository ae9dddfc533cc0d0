import * as z from 'zod/mini';

/** The editable files of an exercise as submitted: text by path. */
export const submittedFilesSchema = z.record(z.string(), z.string());
export type SubmittedFiles = z.infer<typeof submittedFilesSchema>;

/** What was filled into an exercise for the learner, by name; empty for an exercise without draws. */
export const submittedValuesSchema = z.record(z.string(), z.union([z.number(), z.string()]));

/** Body of `POST /api/runs`. */
export const submissionSchema = z.object({
  exercise: z.string().check(z.maxLength(100)),
  files: z.record(z.string().check(z.maxLength(200)), z.string()),
  /** The values that the page was showing; omitted for an exercise without draws. */
  values: z.optional(submittedValuesSchema),
  /** When the learner submitted it, by the browser's clock: epoch milliseconds, for traces only. */
  clickedAtMs: z.optional(z.number()),
});
export type Submission = z.infer<typeof submissionSchema>;

/** `POST /api/runs`: the run that was queued. */
export const queuedRunSchema = z.object({ runId: z.string() });
export type QueuedRun = z.infer<typeof queuedRunSchema>;
