import type { SearchEntry } from '@dfm/contracts/browser-api';

/**
 * Entries that contain every word of the query. An entry whose title equals the query comes first, then those
 * with more words in the title.
 *
 * @returns at most `limit` entries; for an empty query, the first `limit` entries
 */
export function findEntries(entries: readonly SearchEntry[], query: string, limit = 8): SearchEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const phrase = words.join(' ');
  // A command is known by its text as well as by its description.
  const nameOf = ({ kind, title, summary }: SearchEntry) =>
    (kind === 'command' ? `${title} ${summary}` : title).toLowerCase();
  const rank = (entry: SearchEntry) =>
    entry.title.toLowerCase() === phrase
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
