import * as z from 'zod/mini';
import { preparationViewSchema } from './readiness.ts';

/** The position of a queued run. */
export const queuePositionSchema = z.object({
  /** 1 is next. */
  place: z.number(),
  /** Connected runners that could take it. With none, the queue does not move. */
  runners: z.number(),
  /** Labels that it needs, if no connected runner has them. */
  lacks: z.array(z.string()),
  /** What is being prepared, if no connected runner can take it yet. */
  preparation: z.optional(preparationViewSchema),
  /** Estimated time until it starts, in milliseconds; undefined if the runs before it were never measured. */
  startsInMs: z.optional(z.number()),
});
export type QueuePosition = z.infer<typeof queuePositionSchema>;
