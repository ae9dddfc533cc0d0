import type { RunStatus } from '../result.ts';

/** Why submissions did not pass: a check that failed, or a way to end without a grade. */
export type FailureReason =
  | { check: string; title: string }
  | { endedAs: Exclude<RunStatus, 'graded' | 'infrastructure'> };

/** A learner who fails for the same reason again and again and has not passed. */
export interface StuckLearner {
  learnerId: string;
  name: string;
  /** Title of the exercise. */
  exercise: string;
  reason: FailureReason;
  /** Number of submissions that failed for this reason. */
  runs: number;
  /** The newest of them. */
  runId: string;
}

/** How a class gets on with an exercise. Only numbers, because nothing here compares people. */
export interface ExerciseInsight {
  slug: string;
  title: string;
  /** Number of learners with a submission that was judged, and of those who have passed. */
  started: number;
  passed: number;
  /** Half of those who passed needed at most this many submissions; null if no one has. */
  medianAttempts: number | null;
  /** By the number of learners who failed for the reason at least once, the most frequent first. */
  failures: { reason: FailureReason; learners: number }[];
  /** In the order of the exercise; empty if none was opened. */
  hints: HintInsight[];
}

/** What a hint changed. */
export interface HintInsight {
  text: string;
  /** Number of learners who opened it. */
  opened: number;
  /** Number of those who had submitted before and submitted again, and of those who then had more points. */
  submitted: number;
  gained: number;
}

/** How a class answers the questions of a lesson. */
export interface QuizInsight {
  /** Of the lesson. */
  slug: string;
  title: string;
  /** In the order of the lesson. */
  questions: QuestionInsight[];
}

export interface QuestionInsight {
  /** Tells the questions of a lesson apart. */
  key: string;
  prompt: string;
  /** Number of learners who have answered it, and of those whose newest answer is right. */
  answered: number;
  right: number;
  options: { label: string; correct: boolean; learners: number }[];
  /**
   * Those who answered most of the class's questions right: how many answered this one, and how many missed
   * it.
   */
  strong: { answered: number; missed: number };
}

export interface ClassInsight {
  /** Number of learners in the class. */
  learners: number;
  /** By name. */
  stuck: StuckLearner[];
  /** In the order of the course. */
  exercises: ExerciseInsight[];
}
