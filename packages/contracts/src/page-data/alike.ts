import type { Attempt } from './attempt.ts';
import type { FailureReason } from './insight.ts';

/** The newest submission of each learner of a class for an exercise, by verdict. */
export interface AlikeSubmissions {
  /** Title of the exercise. */
  exercise: string;
  /** Number of learners in the class. */
  learners: number;
  /** The most frequent verdict first. */
  verdicts: SharedVerdict[];
}

/** Submissions with the same verdict. */
export interface SharedVerdict {
  passed: boolean;
  /** Empty if they passed, or only lack points. */
  reasons: FailureReason[];
  submissions: number;
  /** The largest first. */
  groups: AlikeGroup[];
}

/**
 * Submissions with the same verdict and the same files, apart from comments, white space, and names of stages
 * and users.
 */
export interface AlikeGroup {
  /** What of the exercise it is alike to. `variant`: a wrong one that the exercise declares. */
  knownAs: { kind: 'starter' | 'solution' } | { kind: 'variant'; id: string } | undefined;
  /** ID with which it could be declared as a wrong variant; undefined for what is known or cannot be one. */
  newVariantId: string | undefined;
  /** What the files differ by at most: nothing, for a single submission too, the learners' values, or form. */
  differBy: 'nothing' | 'values' | 'form';
  /** The earliest first. */
  submissions: AlikeSubmission[];
  /** Text by path, of the earliest. */
  files: Record<string, string>;
}

export interface AlikeSubmission {
  runId: string;
  /** Of the learner. */
  name: string;
  /** ISO 8601. */
  submittedAt: string;
}

/** Two submissions of different learners next to each other. */
export interface ComparedSubmissions {
  /** Title of the exercise. */
  exercise: string;
  /** All that can be compared, by name of the learner. */
  submissions: AlikeSubmission[];
  left: ComparedSubmission;
  right: ComparedSubmission;
}

export interface ComparedSubmission extends AlikeSubmission {
  /** The learner's submission as an attempt, and when the first one was submitted. ISO 8601. */
  attempt: Attempt;
  firstAt: string;
  /** When the learner opened the model solution without having passed. ISO 8601. */
  openedSolutionAt: string | undefined;
  /** Group within the class. */
  group: string | undefined;
  files: Record<string, string>;
}
