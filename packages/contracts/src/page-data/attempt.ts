import type { Confirmation } from '../browser-api/confirmation.ts';
import type { RunSnapshot } from '../browser-api/run-snapshot.ts';
import type { ResultDocument } from '../result.ts';

/** One run of an exercise, as shown in the list of attempts. */
export interface Attempt {
  runId: string;
  /** 1 for the learner's first run of the exercise. */
  number: number;
  /** ISO 8601. */
  createdAt: string;
  state: RunSnapshot['status'];
  /** For a run that passed: its result in a fresh engine. */
  confirmation?: Confirmation | undefined;
  /** Only for a run that is done; absent even then if it was stored in a format that can no longer be read. */
  outcome?:
    | (Pick<ResultDocument, 'status' | 'passed' | 'score' | 'axes'> & { totalBytes: number | undefined })
    | undefined;
}

/** What an attempt submitted, to load it into the editor. */
export interface AttemptFiles extends Pick<Attempt, 'number'> {
  /** The editable files, as texts by path. */
  files: Record<string, string>;
}
