import { z } from 'zod';

const percent = z.int().min(0).max(100);

/** What a class does with submissions after the deadline. */
export const latePolicySchema = z.strictObject({
  /** Percentage points lost per started day. */
  percentPerDay: percent,
  /** Share of the points that remains at least. */
  floorPercent: percent,
  /** Number of started days after which a submission no longer counts; null: it always counts. */
  acceptForDays: z.int().min(0).max(365).nullable(),
});
export type LatePolicy = z.infer<typeof latePolicySchema>;

/** How attempts become a grade. */
export const gradePolicySchema = z.strictObject({
  /** Which attempt gives the grade. */
  counts: z.enum(['best', 'last']),
  /** Only this many attempts count; null: all. */
  attemptsMax: z.int().min(1).max(1_000).nullable(),
  late: latePolicySchema,
});
export type GradePolicy = z.infer<typeof gradePolicySchema>;
