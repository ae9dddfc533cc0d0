import * as z from 'zod/mini';

/**
 * `POST /teach/content/<draft>/import`: what an import does to the draft, or would do, with paths of the
 * draft; and whether it is done.
 */
export const importReplySchema = z.object({
  plan: z.object({
    added: z.array(z.string()),
    changed: z.array(z.string()),
    /** The number of files that the draft has already, with the same contents. */
    same: z.number(),
    refused: z.array(z.object({ path: z.string(), problem: z.string() })),
  }),
  /** The commit of the draft that the plan was made for, or the new one. */
  commit: z.string(),
  isSaved: z.boolean(),
});
export type ImportPlan = z.infer<typeof importReplySchema>['plan'];
