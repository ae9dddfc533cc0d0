import 'server-only';
import { z } from 'zod';

/** The part of a long list that an address names. Anything else shows the first page of the shorter choice. */
export const shownPart = z.object({
  show: z.literal('all').optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
