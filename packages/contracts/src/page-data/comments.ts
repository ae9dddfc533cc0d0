/** A comment about a run. Texts have been through `visibleText`. */
export interface RunComment {
  id: string;
  author: string;
  byLearner: boolean;
  /** The line that it is about. */
  place: { path: string; line: number; text: string } | undefined;
  text: string;
  /** ISO 8601. */
  writtenAt: string;
}

/** A run whose conversation waits for someone. */
export interface WaitingRun {
  runId: string;
  /** Title of the exercise. */
  exercise: string;
  /** Name of the learner. */
  learner: string;
  /** The newest comment, shortened. */
  text: string;
  /** ISO 8601. */
  writtenAt: string;
}
