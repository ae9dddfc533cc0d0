import * as z from 'zod/mini';
import { preparationProgressSchema } from '../preparation-progress.ts';

/** What a page shows about a preparation that a run would wait for. */
export const preparationViewSchema = z.object({
  /** Undefined if everything is done and only the node's first report is missing. */
  progress: z.optional(preparationProgressSchema),
  /** The base image that the run waits for, if others can already be used. */
  base: z.optional(z.string()),
  /** Why it stopped. `command` is what the operator has to run; without `retryInMs`, there is no next attempt. */
  failure: z.optional(
    z.object({
      message: z.string(),
      command: z.optional(z.string()),
      retryInMs: z.optional(z.number()),
    }),
  ),
});
export type PreparationView = z.infer<typeof preparationViewSchema>;

/** `GET /api/preparation?exercise=<slug>`: whether runs of an exercise can start. */
export const readinessSchema = z.object({
  /** Connected nodes that can take a run now. */
  runners: z.number(),
  /** What is being prepared, if there is no such node. */
  preparation: z.optional(preparationViewSchema),
});
export type Readiness = z.infer<typeof readinessSchema>;
