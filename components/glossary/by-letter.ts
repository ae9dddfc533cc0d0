/**
 * Groups terms by their first letter, in the given order. Characters before the first letter are skipped:
 * `.dockerignore` is under D.
 */
export function byLetter<Term extends { term: string }>(
  terms: readonly Term[],
): { letter: string; members: Term[] }[] {
  // Not Map.groupBy, because some browsers do not have it.
  const groups = new Map<string, Term[]>();
  for (const term of terms) {
    const letter = (/\p{L}/u.exec(term.term)?.[0] ?? '#').toUpperCase();
    groups.set(letter, [...(groups.get(letter) ?? []), term]);
  }
  return [...groups].map(([letter, members]) => ({ letter, members }));
}
