import type { GradePolicy } from '@dfm/contracts/grade-policy';

/** The columns of a cohort that determine how it is graded. */
export const policyColumns = {
  counts: true,
  attemptsMax: true,
  latePercentPerDay: true,
  lateFloorPercent: true,
  lateForDays: true,
} as const;

interface Columns {
  counts: GradePolicy['counts'];
  attemptsMax: number | null;
  latePercentPerDay: number;
  lateFloorPercent: number;
  lateForDays: number | null;
}

/** The policy in a cohort's columns. */
export function policyOf(columns: Columns): GradePolicy {
  const { counts, attemptsMax, latePercentPerDay, lateFloorPercent, lateForDays } = columns;
  return {
    counts,
    attemptsMax,
    late: {
      percentPerDay: latePercentPerDay,
      floorPercent: lateFloorPercent,
      acceptForDays: lateForDays,
    },
  };
}

/** The columns that store a policy. */
export function columnsOf({ counts, attemptsMax, late }: GradePolicy): Columns {
  return {
    counts,
    attemptsMax,
    latePercentPerDay: late.percentPerDay,
    lateFloorPercent: late.floorPercent,
    lateForDays: late.acceptForDays,
  };
}
