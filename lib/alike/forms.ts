import 'server-only';
import { z } from 'zod';
import { isId } from '../db/is-id.ts';
import { commentForm } from '../teaching/forms.ts';

/** A comment for the groups of submissions that were chosen. Each field `runs:…` has the IDs of one group. */
export const commentForManyForm = z
  .looseObject({
    text: commentForm.shape.text,
    check: z.string().regex(/^[a-z0-9-]{0,100}$/, 'Choose a place from the list.'),
  })
  .transform(({ text, check, ...fields }, context) => {
    const runIds = Object.entries(fields)
      .filter(([name]) => name.startsWith('runs:'))
      .flatMap(([, ids]) => String(ids).split(' '))
      .filter(isId);
    if (runIds.length === 0)
      context.addIssue({ code: 'custom', path: ['runs'], message: 'Choose at least one group.' });
    return { text, check, runIds };
  });

/** The submissions that an address names. */
export const comparedRuns = z.object({
  left: z.string().optional().catch(undefined),
  right: z.string().optional().catch(undefined),
});
