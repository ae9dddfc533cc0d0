import { diffRows } from '@/components/exercise/diff/file-diff.ts';
import { markWords, type Segment } from '@/components/exercise/diff/mark-words.ts';

/** The lines of both sides, each in segments, of which those are marked that the other side does not have. */
export function markedSides(ours: string, theirs: string): { ours: Segment[][]; theirs: Segment[][] } {
  const rows = diffRows(ours, theirs);
  const marks = markWords(rows);
  const linesOf = (kind: 'removed' | 'added') =>
    rows
      .filter((row) => row.kind === 'same' || row.kind === kind)
      .map((row) => marks.get(row) ?? [{ text: row.text, isChanged: row.kind !== 'same' }]);
  return { ours: linesOf('removed'), theirs: linesOf('added') };
}
