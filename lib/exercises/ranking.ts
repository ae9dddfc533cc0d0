import type { ResultDocument } from '@dfm/contracts';

/**
 * What a board ranks a run by: the bytes that a registry moves, in which no name and no setting weighs
 * nothing.
 */
export function rankedBytes({ image }: Pick<ResultDocument, 'image'>): number | undefined {
  return image?.transferBytes;
}

/**
 * Sizes of a board are told, and compared, in steps of so many bytes: the same files, built twice, differ by
 * a few bytes (a time of day that a tool wrote down), and such a difference is no better image.
 */
export const BOARD_STEP_BYTES = 1_000;

interface Measured {
  bytes: number;
  /** When it was handed in. */
  at: Date;
}

/**
 * Ranks what was measured, the smallest first. Equal sizes, in whole steps, share a rank, and the rank after
 * them counts them all (1, 2, 2, 4); among them the one that was handed in first is listed first.
 */
export function ranked<Entry extends Measured>(entries: readonly Entry[]): (Entry & { rank: number })[] {
  const sorted = entries.toSorted((a, b) => steps(a) - steps(b) || a.at.getTime() - b.at.getTime());
  return sorted.map((entry) => ({
    ...entry,
    rank: sorted.findIndex((other) => steps(other) === steps(entry)) + 1,
  }));
}

function steps({ bytes }: Measured): number {
  return Math.round(bytes / BOARD_STEP_BYTES);
}
