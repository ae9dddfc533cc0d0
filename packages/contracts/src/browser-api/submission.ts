import * as z from 'zod/mini';

/** The editable files of an exercise as submitted: text by path. */
export const submittedFilesSchema = z.record(z.string(), z.string());
export type SubmittedFiles = z.infer<typeof submittedFilesSchema>;

/** Body of `POST /api/runs`. */
export const submissionSchema = z.object({
  exercise: z.string().check(z.maxLength(100)),
  files: z.record(z.string().check(z.maxLength(200)), z.string()),
});
export type Submission = z.infer<typeof submissionSchema>;

/** `POST /api/runs`: the run that was queued. */
export const queuedRunSchema = z.object({ runId: z.string() });
export type QueuedRun = z.infer<typeof queuedRunSchema>;
