/**
 * The lines that were printed between two looks at a shell's text, as far as they still exist: what follows
 * the part that both have in common. The last line of the first look may have been continued.
 */
export function newLines(before: readonly string[], after: readonly string[]): readonly string[] {
  const kept = before.slice(0, -1);
  // Lines that leave at the top shift all others.
  for (let gone = 0; gone < kept.length; gone += 1) {
    const count = kept.length - gone;
    if (count <= after.length && isSame(kept, gone, after, count)) {
      const rest = after.slice(count);
      return rest[0] === before.at(-1) ? rest.slice(1) : rest;
    }
  }
  return after.length === 1 && after[0] === before[0] ? [] : after;
}

function isSame(one: readonly string[], from: number, other: readonly string[], count: number): boolean {
  for (let index = 0; index < count; index += 1) if (one[from + index] !== other[index]) return false;
  return true;
}
