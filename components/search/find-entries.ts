export interface SearchEntry {
  kind: 'lesson' | 'exercise' | 'check';
  title: string;
  summary: string;
  /** Found by, not shown: such as a check's ids in other tools. */
  alias?: string;
  href: string;
}

/**
 * Entries that contain every word of the query, those with more words in the title first.
 * @returns at most `limit`; all up to it for an empty query
 */
export function findEntries(entries: readonly SearchEntry[], query: string, limit = 8): SearchEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const inTitle = (entry: SearchEntry) => words.filter((word) => entry.title.toLowerCase().includes(word)).length;
  return entries
    .filter((entry) => words.every((word) => `${entry.title} ${entry.summary} ${entry.kind} ${entry.alias ?? ''}`.toLowerCase().includes(word)))
    .toSorted((a, b) => inTitle(b) - inTitle(a))
    .slice(0, limit);
}
