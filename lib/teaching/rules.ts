import type { GradingRules } from '@dfm/contracts/page-data';

/** The columns of a cohort that determine how it is graded. */
export const ruleColumns = {
  counts: true,
  attemptsMax: true,
  latePercentPerDay: true,
  lateFloorPercent: true,
  lateForDays: true,
} as const;

interface Columns {
  counts: GradingRules['counts'];
  attemptsMax: number | null;
  latePercentPerDay: number;
  lateFloorPercent: number;
  lateForDays: number | null;
}

/** The rules in a cohort's columns, as `gradeOf` of packages/gradebook needs them. */
export function rulesOf(columns: Columns): GradingRules {
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

/** The columns that store these rules. */
export function columnsOf({ counts, attemptsMax, late }: GradingRules): Columns {
  return {
    counts,
    attemptsMax,
    latePercentPerDay: late.percentPerDay,
    lateFloorPercent: late.floorPercent,
    lateForDays: late.acceptForDays,
  };
}
