/** The reason why a name is not allowed on a board. */
export type NameProblem = 'length' | 'characters' | 'taken';

export type ParsedName =
  | { ok: true; name: string; folded: string }
  | { ok: false; problem: Exclude<NameProblem, 'taken'> };

const MIN_CHARACTERS = 2;
const NAME_MAX_CHARACTERS = 24;

/**
 * A letter may have two marks, which scripts without composed letters need. More marks would be drawn over
 * other lines.
 */
const letter = String.raw`(?:\p{L}\p{M}{0,2}|\p{Nd})`;
const shape = new RegExp(`^${letter}+(?:[ -]${letter}+)*$`, 'u');

/**
 * Letters according to Unicode, but invisible: a name made of them could not be seen, and two names that
 * differ only in them would look the same.
 */
const invisible = /\p{Default_Ignorable_Code_Point}/u;

/**
 * Parses the name that a learner chose for a board.
 *
 * @param text as typed; outer spaces are removed and repeated inner spaces become one
 * @returns the name of 2 to 24 characters (code points), with letters and digits of any script and single
 *   spaces and hyphens between them, and `folded`, by which names are compared; otherwise the reason why it
 *   is rejected. Characters that control or reverse text are not letters.
 */
export function parseBoardName(text: string): ParsedName {
  const name = text.normalize('NFC').trim().replaceAll(/ {2,}/g, ' ');
  const characters = [...name].length;
  if (characters < MIN_CHARACTERS || characters > NAME_MAX_CHARACTERS)
    return { ok: false, problem: 'length' };
  if (invisible.test(name) || !shape.test(name)) return { ok: false, problem: 'characters' };
  return { ok: true, name, folded: folded(name) };
}

/**
 * Upper case first, so that letters with the same upper case (ß and ss, the two sigmas) are equal. NFKC makes
 * wide and narrow letters equal.
 */
function folded(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}
