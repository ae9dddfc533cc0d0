import * as z from 'zod/mini';

/** The response to a request that was not carried out. */
export const refusalSchema = z.object({
  /** `code` is an error code; `message` is for the learner: what happened, what to do. */
  error: z.object({ code: z.string(), message: z.string() }),
  /** For `conflict`: the learner's run of the same exercise that is in progress. */
  runId: z.optional(z.string()),
});
export type Refusal = z.infer<typeof refusalSchema>;
