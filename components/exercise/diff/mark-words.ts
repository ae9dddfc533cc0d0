import { diffWordsWithSpace } from 'diff';
import type { DiffRow } from './file-diff.ts';

/** A part of a line. */
export interface Segment {
  text: string;
  isChanged: boolean;
}

/** Comparing longer lines takes long, and no one finds a word in them. */
const LINE_MAX = 1_000;
/** Lines that share less of their text are different lines. */
const ALIKE = 0.4;

/**
 * Finds the words that changed: each removed line is compared with the added line in its place.
 *
 * @param rows of one block, in order
 * @returns nothing for lines without a counterpart that is alike
 */
export function markWords(rows: readonly DiffRow[]): ReadonlyMap<DiffRow, Segment[]> {
  const marks = new Map<DiffRow, Segment[]>();
  for (let at = 0; at < rows.length;) {
    const removed = runOf(rows, at, 'removed');
    const added = runOf(rows, at + removed.length, 'added');
    removed.forEach((row, index) => {
      const counterpart = added[index];
      const words = counterpart && compared(row.text, counterpart.text);
      if (!words) return;
      marks.set(row, words.removed);
      marks.set(counterpart, words.added);
    });
    at += removed.length + added.length || 1;
  }
  return marks;
}

function runOf(rows: readonly DiffRow[], from: number, kind: DiffRow['kind']): DiffRow[] {
  const end = rows.findIndex((row, index) => index >= from && row.kind !== kind);
  return rows.slice(from, end === -1 ? rows.length : end);
}

function compared(removed: string, added: string): { removed: Segment[]; added: Segment[] } | undefined {
  if (Math.max(removed.length, added.length) > LINE_MAX) return undefined;
  const parts = diffWordsWithSpace(removed, added);
  const shared = parts
    .filter((part) => !part.added && !part.removed)
    .reduce((sum, { value }) => sum + value.trim().length, 0);
  if (shared < ALIKE * Math.max(removed.trim().length, added.trim().length)) return undefined;
  const side = (other: 'added' | 'removed', own: 'added' | 'removed') =>
    parts
      .filter((part) => !part[other])
      .map((part): Segment => ({ text: part.value, isChanged: part[own] === true }));
  return { removed: side('added', 'removed'), added: side('removed', 'added') };
}
