import * as z from 'zod/mini';

/** A page or anchor of the site that the search can find. */
const searchEntrySchema = z.object({
  kind: z.enum(['lesson', 'section', 'exercise', 'lab', 'module', 'term', 'command', 'check', 'page']),
  title: z.string(),
  summary: z.string(),
  /**
   * Searched but not shown: a check's IDs in other tools, a lesson's objectives, concepts and terms, a term's
   * other names, an exercise's hints, the titles of a lab's steps, error messages.
   */
  alias: z.optional(z.string()),
  /** The text of a lesson or section with its outputs, of which the search shows an excerpt. */
  text: z.optional(z.string()),
  href: z.string(),
});
export type SearchEntry = z.infer<typeof searchEntrySchema>;

/** `GET /search-index.json` */
export const searchIndexSchema = z.array(searchEntrySchema);
