/** What one assignment contributes to a learner's total. */
export interface Contribution {
  /** 0 to 100; null if nothing counts yet. */
  points: number | null;
  /** Relative to the learner's other assignments. */
  weight: number;
  /** Whether the deadline has passed. */
  isOver: boolean;
}

/**
 * The weighted mean of a learner's points, with one decimal. Assignments that can still be done count only if
 * they have points; those that are over count as 0 without.
 *
 * @returns 0 to 100; null if nothing counts yet
 */
export function totalOf(contributions: readonly Contribution[]): number | null {
  const counted = contributions.filter(({ points, isOver }) => points !== null || isOver);
  const weight = counted.reduce((sum, contribution) => sum + contribution.weight, 0);
  if (weight === 0) return null;
  // In whole tenths, because sums of decimals are slightly off.
  const tenths = counted.reduce(
    (all, { points, weight: own }) => all + Math.round((points ?? 0) * 10) * own,
    0,
  );
  return Math.round(tenths / weight) / 10;
}
