/**
 * Whether a text contains every word of the query, in any order and any case. Every text matches an empty
 * query.
 */
export function hasWords(text: string, query: string): boolean {
  const searched = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}
