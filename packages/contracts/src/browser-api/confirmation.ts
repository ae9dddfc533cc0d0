import * as z from 'zod/mini';

/**
 * The result of grading a passed run again in a fresh engine. `waiting`: not known yet. `differs`: it did not
 * pass there. `failed`: not known because of a platform fault. `runId` is the run in the fresh engine.
 */
export const confirmationSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting') }),
  z.object({ state: z.literal('confirmed'), runId: z.string(), score: z.number() }),
  z.object({ state: z.literal('differs'), runId: z.string(), score: z.number() }),
  z.object({ state: z.literal('failed'), runId: z.string() }),
]);
export type Confirmation = z.infer<typeof confirmationSchema>;
