export interface SearchEntry {
  kind: 'lesson' | 'exercise' | 'module' | 'term' | 'command' | 'check' | 'page';
  title: string;
  summary: string;
  /** Found by, not shown: such as a check's ids in other tools, or a lesson's objectives. */
  alias?: string;
  href: string;
}

/**
 * Entries that contain every word of the query: one whose title is the query first, then those with more
 * words in the title.
 *
 * @returns at most `limit`; all up to it for an empty query
 */
export function findEntries(entries: readonly SearchEntry[], query: string, limit = 8): SearchEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const asked = words.join(' ');
  // A command is called by what it says as well as by what is said of it.
  const nameOf = ({ kind, title, summary }: SearchEntry) =>
    (kind === 'command' ? `${title} ${summary}` : title).toLowerCase();
  const rank = (entry: SearchEntry) =>
    entry.title.toLowerCase() === asked
      ? words.length + 1
      : words.filter((word) => nameOf(entry).includes(word)).length;
  return entries
    .filter((entry) =>
      words.every((word) =>
        `${entry.title} ${entry.summary} ${entry.kind} ${entry.alias ?? ''}`.toLowerCase().includes(word),
      ),
    )
    .toSorted((a, b) => rank(b) - rank(a))
    .slice(0, limit);
}
