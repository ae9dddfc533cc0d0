/** What a class does with submissions after the deadline. */
export interface LatePolicy {
  /** Percentage points lost per started day. */
  percentPerDay: number;
  /** Share of the points that remains at least, in percent. */
  floorPercent: number;
  /** Number of started days after which a submission no longer counts; null: it always counts. */
  acceptForDays: number | null;
}

/** How attempts become a grade. */
export interface GradePolicy {
  /** Which attempt gives the grade. */
  counts: 'best' | 'last';
  /** Only this many attempts count; null: all. */
  attemptsMax: number | null;
  late: LatePolicy;
}
