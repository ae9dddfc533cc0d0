/** A part of a merged text. The texts of all parts in order are the whole text. */
export type Hunk =
  | { kind: 'same'; text: string }
  /** Both sides changed it. `base` is what it was before. */
  | { kind: 'conflict'; ours: string; base: string; theirs: string };

/** What a part that both sides changed becomes. */
export type Side = 'ours' | 'theirs' | 'ours then theirs' | 'theirs then ours';

/**
 * The text with a decision for each conflict.
 *
 * @param sides in the order of the conflicts
 * @returns undefined if there are not as many sides as conflicts
 */
export function textOf(hunks: readonly Hunk[], sides: readonly Side[]): string | undefined {
  if (hunks.filter(({ kind }) => kind === 'conflict').length !== sides.length) return undefined;
  const left = [...sides];
  return hunks.map((hunk) => (hunk.kind === 'same' ? hunk.text : sideOf(hunk, left.shift()!))).join('');
}

function sideOf({ ours, theirs }: { ours: string; theirs: string }, side: Side): string {
  switch (side) {
    case 'ours':
      return ours;
    case 'theirs':
      return theirs;
    case 'ours then theirs':
      return joined(ours, theirs);
    case 'theirs then ours':
      return joined(theirs, ours);
  }
}

/** The last line of a text may have no line break. */
function joined(first: string, second: string): string {
  return first === '' || second === '' || first.endsWith('\n') ? first + second : `${first}\n${second}`;
}
