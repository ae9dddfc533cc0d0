import 'server-only';
import type { GradePolicy } from '@dfm/gradebook/policy';
import type { Cohort } from '../db/generated/client.ts';

/** Columns of a cohort from which its grade policy follows. */
export const policyColumns = {
  counts: true,
  attemptsMax: true,
  latePercentPerDay: true,
  lateFloorPercent: true,
  lateForDays: true,
} as const;

export function gradePolicyOf(cohort: Pick<Cohort, keyof typeof policyColumns>): GradePolicy {
  return {
    counts: cohort.counts,
    attemptsMax: cohort.attemptsMax,
    late: {
      percentPerDay: cohort.latePercentPerDay,
      floorPercent: cohort.lateFloorPercent,
      acceptForDays: cohort.lateForDays,
    },
  };
}
