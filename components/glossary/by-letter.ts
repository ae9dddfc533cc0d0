/**
 * Terms under the letters they begin with, in the order given. Signs before the first letter do not count:
 * `.dockerignore` stands under D.
 */
export function byLetter<Term extends { term: string }>(
  terms: readonly Term[],
): { letter: string; members: Term[] }[] {
  // Not Map.groupBy: it runs in browsers that do not have it.
  const groups = new Map<string, Term[]>();
  for (const term of terms) {
    const letter = (/\p{L}/u.exec(term.term)?.[0] ?? '#').toUpperCase();
    groups.set(letter, [...(groups.get(letter) ?? []), term]);
  }
  return [...groups].map(([letter, members]) => ({ letter, members }));
}
