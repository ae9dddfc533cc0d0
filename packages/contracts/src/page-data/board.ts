import type { Confirmation } from '../browser-api/confirmation.ts';

/** One learner's best image, as shown on a board. */
export interface BoardRow {
  /** 1 for the smallest; equal sizes share one. */
  rank: number;
  /** Undefined in the learner's own row until they choose a name. */
  name: string | undefined;
  bytes: number;
  wastedBytes: number;
  /** Time of the submission, ISO 8601. */
  at: string;
  /** The confirmed run of the row, if it is the current learner's own row. */
  ownRunId: string | undefined;
}

/** The current learner's own entry on a board. */
export interface OwnEntry {
  /** Undefined until they choose a name. */
  name: string | undefined;
  hasPassed: boolean;
  /** Of their newest run that passed. */
  confirmation: Confirmation | undefined;
}

/** A board as one learner may see it. It does not identify the other learners. */
export interface Board {
  title: string;
  rows: BoardRow[];
  /** Number of learners on the board, shown or not. */
  standing: number;
  /** Bytes of the course's own solution, if a run of it is recorded. */
  solutionBytes: number | undefined;
  /** Undefined for a visitor. */
  own: OwnEntry | undefined;
}
