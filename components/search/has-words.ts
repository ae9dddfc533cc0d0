/** Whether a text has every word of the query, in any order and any case. An empty query is in every text. */
export function hasWords(text: string, query: string): boolean {
  const searched = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}
