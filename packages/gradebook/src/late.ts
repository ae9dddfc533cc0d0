import type { LatePolicy } from '@dfm/contracts/grade-policy';

const DAY_MS = 24 * 60 * 60_000;

/**
 * How many days after the deadline something was submitted. A started day counts as a whole one; exactly at
 * the deadline is on time.
 *
 * @param deadline null: nothing is late
 */
export function daysLate(submittedAt: Date, deadline: Date | null): number {
  if (deadline === null) return 0;
  return Math.max(0, Math.ceil((submittedAt.getTime() - deadline.getTime()) / DAY_MS));
}

/**
 * The share of the points that a submission keeps, in percent.
 *
 * @param days as returned by `daysLate`
 * @returns undefined if it no longer counts
 */
export function keptPercent(days: number, policy: LatePolicy): number | undefined {
  if (days === 0) return 100;
  if (policy.acceptForDays !== null && days > policy.acceptForDays) return undefined;
  return Math.max(policy.floorPercent, 100 - policy.percentPerDay * days);
}

/** Points that remain of a score, with one decimal: 93 with 75 % kept are 69.8. @param percent whole percent */
export function pointsKept(score: number, percent: number): number {
  // Whole tenths first: 33.3 * 50 is slightly less than 1665.
  return Math.round((Math.round(score * 10) * percent) / 100) / 10;
}
