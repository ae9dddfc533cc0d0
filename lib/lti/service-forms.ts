import 'server-only';
import { z } from 'zod';

/** The button that was pressed: `all`, or the IDs of a link and a learner. Undefined: all. */
export const retryForm = z.object({
  retry: z
    .string()
    .regex(/^(all|[\w-]{1,100} [\w-]{1,100})$/)
    .transform((value) => {
      const [linkId, learnerId] = value.split(' ');
      return learnerId === undefined ? undefined : { linkId: linkId!, learnerId };
    }),
});

/** The button that was pressed. Of `expect`, undefined is everyone, and otherwise the ID of the person. */
export const rosterForm = z.union([
  z.object({ read: z.literal('now') }).transform(() => ({ do: 'read' as const })),
  z.object({ expect: z.string().regex(/^(all|one .{1,255})$/s) }).transform(({ expect }) => ({
    do: 'expect' as const,
    subject: expect === 'all' ? undefined : expect.slice('one '.length),
  })),
]);
