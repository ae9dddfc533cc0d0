import type { ResultDocument } from '@dfm/contracts';

/**
 * The size by which a board ranks a run: the bytes that a push to a registry transfers, which include file
 * names and image settings.
 */
export function rankedBytes({ image }: Pick<ResultDocument, 'image'>): number | undefined {
  return image?.transferBytes;
}

/**
 * Sizes on a board are shown and compared in steps of this many bytes. Two builds of the same files differ by
 * a few bytes (for example a timestamp that a tool writes), which does not make one image better.
 */
export const BOARD_STEP_BYTES = 1_000;

interface Measured {
  bytes: number;
  /** Time of the submission. */
  at: Date;
}

/**
 * Ranks entries by size, the smallest first. Equal sizes, rounded to steps, share a rank, and the next rank
 * counts all of them (1, 2, 2, 4). Among them, the earliest submission is listed first.
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
