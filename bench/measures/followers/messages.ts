/** What the benchmark and the process of its pages send each other. */

/** A run, and the session of its learner. */
export interface FollowedRun {
  runId: string;
  cookie: string;
}

export type Order =
  | { kind: 'open'; url: string; runs: FollowedRun[] }
  /** From now on, notes when each page shows a different place in the queue. */
  | { kind: 'mark' }
  | { kind: 'moves' }
  | { kind: 'count' };

export type Answer =
  | { kind: 'opened'; pages: number }
  | { kind: 'marked' }
  /** When pages showed a different place since `mark`, of how many open pages. */
  | { kind: 'moved'; atMs: number[]; pages: number }
  /** Messages that all pages have received so far, signs of life included. */
  | { kind: 'counted'; messages: number; pages: number };

/** An event of a run has reached its page. */
export interface Arrival {
  kind: 'event';
  runId: string;
  seq: number;
  atMs: number;
}

export type Report = Answer | Arrival | { kind: 'failed'; message: string };
