import * as z from 'zod/mini';
import { durationSchema } from './numbers.ts';

/** The progress of a preparation. */
export const preparationProgressSchema = z.object({
  /** Title of the step that determines the remaining time. */
  title: z.string(),
  /** Number of finished steps plus 1. */
  step: z.number(),
  steps: z.number(),
  leftMs: durationSchema,
});
export type PreparationProgress = z.infer<typeof preparationProgressSchema>;
