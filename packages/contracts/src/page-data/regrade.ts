import type { CheckResult } from '../result.ts';

/**
 * `judging`: not everything has been judged again. `ready`: waits for a decision. The others are decisions,
 * of which only `applied` changes grades.
 */
export type RegradeState = 'judging' | 'ready' | 'applied' | 'reverted' | 'discarded';

/** An exercise that was corrected, and whose stored submissions are judged again. */
export interface RegradeHead {
  id: string;
  /** Title of the exercise. */
  exercise: string;
  /** What was corrected, as learners read it. */
  note: string;
  /** Undefined for someone who has left. */
  madeBy: string | undefined;
  /** ISO 8601. */
  createdAt: string;
  state: RegradeState;
  /** Number of submissions, and of those that have been judged again. */
  submissions: number;
  judged: number;
}

/** What a regrade changes. The numbers are of learners. */
export interface RegradeSummary {
  learners: number;
  /** With different points, or who pass now or no longer. */
  changed: number;
  up: number;
  down: number;
  nowPass: number;
  noLongerPass: number;
  /** Whose points staff set, so that they stay. */
  overridden: number;
}

/** One page of what a regrade changes. */
export interface RegradePreview extends RegradeHead {
  /**
   * Number of submissions whose result was computed from what is stored, and that were or will be built
   * again.
   */
  recomputed: number;
  rebuilt: number;
  /** Number of submissions that could not be judged and keep their result. */
  failed: number;
  summary: RegradeSummary;
  /** Whether the rows are only those that change. */
  onlyChanges: boolean;
  /** From 1. */
  page: number;
  pages: number;
  rows: RegradeRow[];
}

export interface RegradedGrade {
  /** 0 to 100; null if nothing counts. */
  points: number | null;
  passed: boolean;
}

/** A learner with the grade before and after. */
export interface RegradeRow {
  learnerId: string;
  name: string;
  before: RegradedGrade;
  after: RegradedGrade;
  isOverridden: boolean;
  /** The earliest first. */
  attempts: RegradedAttempt[];
}

export interface RegradedAttempt {
  runId: string;
  /** ISO 8601. */
  submittedAt: string;
  /** Points, without what is taken off for being late; undefined while it waits. */
  before: number;
  after: number | undefined;
  /** Undefined until it is decided. */
  method: 'recomputed' | 'rebuilt' | undefined;
  /** Why it could not be judged. */
  error: string | undefined;
  changes: CheckChange[];
}

/** A check whose result is different. Undefined on the side on which it reports nothing. */
export interface CheckChange {
  id: string;
  before: ChangedCheck | undefined;
  after: ChangedCheck | undefined;
}

export type ChangedCheck = Pick<
  CheckResult,
  'status' | 'points' | 'maxPoints' | 'required' | 'message' | 'path' | 'line'
>;

/** Why a run counts with a different result than its own. */
export interface Correction {
  /** What was corrected. */
  note: string;
  /** When it was applied, ISO 8601. */
  at: string;
}
