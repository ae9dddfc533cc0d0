/** Why submissions did not pass: a check, or a way to end without a grade, such as `build-failed`. */
export interface FailureReason {
  /** ID of the check; undefined for a submission without a grade. */
  check: string | undefined;
  title: string;
}

/** A learner who fails for the same reason again and again and has not passed. */
export interface StuckLearner extends FailureReason {
  learnerId: string;
  name: string;
  /** Title of the exercise. */
  exercise: string;
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
  failures: (FailureReason & { learners: number })[];
}

export interface ClassInsight {
  /** Number of learners in the class. */
  learners: number;
  /** By name. */
  stuck: StuckLearner[];
  /** In the order of the course. */
  exercises: ExerciseInsight[];
}
