/** Terms under the letters they begin with, in the order given. Signs before the first letter do not count: `.dockerignore` stands under D. */
export function byLetter<Term extends { term: string }>(terms: readonly Term[]): { letter: string; members: Term[] }[] {
  const letterOf = ({ term }: Term) => (/\p{L}/u.exec(term)?.[0] ?? '#').toUpperCase();
  return [...Map.groupBy(terms, letterOf)].map(([letter, members]) => ({ letter, members }));
}
