/** Why a name cannot stand on a board. */
export type NameProblem = 'length' | 'characters' | 'taken';

export type ParsedName =
  | { ok: true; name: string; folded: string }
  | { ok: false; problem: Exclude<NameProblem, 'taken'> };

const MIN_CHARACTERS = 2;
const NAME_MAX_CHARACTERS = 24;

/**
 * A letter may carry two marks, as scripts without composed letters need them; more would be drawn over other
 * lines.
 */
const letter = String.raw`(?:\p{L}\p{M}{0,2}|\p{Nd})`;
const shape = new RegExp(`^${letter}+(?:[ -]${letter}+)*$`, 'u');

/**
 * Letters too, to Unicode, but drawn as nothing: a name of them, or one told from another by them, could not
 * be seen.
 */
const invisible = /\p{Default_Ignorable_Code_Point}/u;

/**
 * Reads the name that a learner wants to stand by on a board.
 *
 * @param text as it was typed; outer spaces are dropped and inner ones made single
 * @returns the name of 2 to 24 characters (code points): letters and digits of any script, single spaces and
 *   hyphens between them; and `folded`, by which names are compared. Else why it is refused: what controls or
 *   reverses text is no letter.
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
 * Upper case first: what has one upper case (ß and ss, the two sigmas) is one. NFKC: so are wide letters and
 * narrow ones.
 */
function folded(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}
