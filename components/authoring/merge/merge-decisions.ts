import { type Side, textOf } from '@dfm/content-store/hunks';
import type { MergeConflict } from '@dfm/contracts/page-data';

/** What an author decided about a file. It stays when the file changes, and counts where it still applies. */
export interface Decision {
  /** By the texts of a conflict, because its place in the file may change. */
  sides?: Readonly<Record<string, Side>>;
  /** The whole text as the author wrote it, for the conflict with this ID. */
  edited?: { text: string; id: string };
  /** The version as a whole, for the conflict with this ID. */
  whole?: { side: 'ours' | 'theirs'; id: string };
}

/** By path. */
export type Decisions = Readonly<Record<string, Decision>>;

/** What is sent to the site about a file. */
export type Resolution = { text: string } | { sides: Side[] } | 'ours' | 'theirs';

type TextConflict = Extract<MergeConflict, { kind: 'text' }>;
type ConflictHunk = Extract<TextConflict['hunks'][number], { kind: 'conflict' }>;

/** A place of a text that needs a decision. */
export interface Choice {
  key: string;
  hunk: ConflictHunk;
}

/** The places of a text that need a decision, in order. Of equal ones, each has a key of its own. */
export function choicesOf({ hunks }: TextConflict): Choice[] {
  const seen = new Map<string, number>();
  return hunks.flatMap((hunk) => {
    if (hunk.kind === 'same') return [];
    const texts = JSON.stringify([hunk.ours, hunk.base, hunk.theirs]);
    const number = (seen.get(texts) ?? 0) + 1;
    seen.set(texts, number);
    return { key: `${number} ${texts}`, hunk };
  });
}

/** How many decisions a file still needs. */
export function leftIn(conflict: MergeConflict, decision: Decision = {}): number {
  if (decision.edited) return decision.edited.id === conflict.id ? 0 : 1;
  if (conflict.kind !== 'text') return decision.whole?.id === conflict.id ? 0 : 1;
  return choicesOf(conflict).filter(({ key }) => decision.sides?.[key] === undefined).length;
}

/** What the decisions about a file come to; undefined as long as some are missing. */
export function resolutionOf(conflict: MergeConflict, decision: Decision = {}): Resolution | undefined {
  if (leftIn(conflict, decision) > 0) return undefined;
  if (decision.edited) return { text: decision.edited.text };
  if (conflict.kind !== 'text') return decision.whole?.side;
  return { sides: choicesOf(conflict).map(({ key }) => decision.sides![key]!) };
}

/** The text with the decisions so far, to go on from. Ours where there is none; undefined for no text. */
export function textSoFar(conflict: MergeConflict, decision: Decision = {}): string | undefined {
  if (conflict.kind === 'deleted') return conflict.text;
  if (conflict.kind === 'binary') return undefined;
  const sides = choicesOf(conflict).map(({ key }) => decision.sides?.[key] ?? 'ours');
  return textOf(conflict.hunks, sides);
}

/** Takes the same side everywhere in a file. */
export function wholly(conflict: MergeConflict, side: 'ours' | 'theirs'): Decision {
  if (conflict.kind !== 'text') return { whole: { side, id: conflict.id } };
  return { sides: Object.fromEntries(choicesOf(conflict).map(({ key }) => [key, side])) };
}
