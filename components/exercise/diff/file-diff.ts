import { diffLines, type Change } from 'diff';

export interface DiffRow {
  kind: 'same' | 'removed' | 'added';
  /** 1-based line number; undefined on the side that does not have the line. */
  left: number | undefined;
  right: number | undefined;
  text: string;
}

/** Changed rows with their context, and the number of unchanged lines left out before them. */
interface DiffBlock {
  skippedBefore: number;
  rows: DiffRow[];
}

export interface FileDiff {
  added: number;
  removed: number;
  blocks: DiffBlock[];
  skippedAfter: number;
}

/**
 * Two texts with more edits than this have too little in common to compare. The time to find the shortest
 * edit script grows with the square of its length.
 */
const maxEdits = 2_000;

/**
 * Every line of two texts, in order. Texts with more than 2,000 different lines are shown one below the
 * other. Differences in line endings (CR, a missing last line feed) are ignored.
 */
export function diffRows(left: string, right: string): DiffRow[] {
  let leftLine = 0;
  let rightLine = 0;
  return partsOf(unified(left), unified(right)).flatMap((part) => {
    const kind = part.added ? 'added' : part.removed ? 'removed' : 'same';
    return part.value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): DiffRow => ({
        kind,
        left: kind === 'added' ? undefined : ++leftLine,
        right: kind === 'removed' ? undefined : ++rightLine,
        text,
      }));
  });
}

function partsOf(left: string, right: string): Pick<Change, 'value' | 'added' | 'removed'>[] {
  const replaced = [
    { value: left, added: false, removed: true },
    { value: right, added: true, removed: false },
  ];
  return diffLines(left, right, { maxEditLength: maxEdits }) ?? replaced.filter(({ value }) => value !== '');
}

/** Two versions of a file with `context` unchanged lines around each change. */
export function fileDiff(left: string, right: string, context = 3): FileDiff {
  const rows = diffRows(left, right);
  const near = rows.map((_, i) =>
    rows.slice(Math.max(0, i - context), i + context + 1).some((r) => r.kind !== 'same'),
  );
  const blocks: DiffBlock[] = [];
  let skipped = 0;
  rows.forEach((row, i) => {
    if (!near[i]) skipped += 1;
    else {
      if (i === 0 || !near[i - 1]) blocks.push({ skippedBefore: skipped, rows: [] });
      blocks.at(-1)?.rows.push(row);
      skipped = 0;
    }
  });
  return { added: count(rows, 'added'), removed: count(rows, 'removed'), blocks, skippedAfter: skipped };
}

/**
 * The number of a line in a later version of the text.
 *
 * @returns undefined if the line was changed or removed
 */
export function lineAfterEdit(before: string, after: string, line: number): number | undefined {
  if (before === after) return line;
  return diffRows(before, after).find((row) => row.left === line)?.right;
}

const count = (rows: DiffRow[], kind: DiffRow['kind']): number => rows.filter((r) => r.kind === kind).length;

function unified(text: string): string {
  const lines = text.replaceAll('\r\n', '\n');
  return lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`;
}
