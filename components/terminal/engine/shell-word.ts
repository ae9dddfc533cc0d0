/** What a POSIX shell takes literally. */
const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A text as one word of a POSIX shell, in quotes where it needs them. */
export function shellWord(text: string): string {
  return plain.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
