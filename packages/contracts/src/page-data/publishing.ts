/** What is checked before a draft is published. */
export interface ProofItemView {
  kind: 'text' | 'variant' | 'commands' | 'recording';
  /** Name of the variant; undefined for a text and for commands. */
  variant: string | undefined;
  /**
   * `known`: an earlier check had the same files and the same answer. `unsaved`: recorded, and the draft does
   * not have the recording.
   */
  state: 'waiting' | 'running' | 'good' | 'known' | 'unsaved' | 'bad';
  /** Sentences, with path and line if they have a place. */
  defects: string[];
  /** Undefined if there is no page about the run. */
  runId: string | undefined;
}

/** A lesson or an exercise with everything that is checked of it. */
export interface ProofPart {
  /** Path in the content; empty for everything that the draft does not change. */
  part: string;
  items: ProofItemView[];
}

/** The check of a draft. */
export interface ProofView {
  id: string;
  /** `good`: can be published. `unsaved`: as soon as the draft has the recordings. */
  state: 'checking' | 'good' | 'unsaved' | 'bad' | 'stopped' | 'published';
  /** Whether the draft has been saved since, so that it has to be checked again. */
  isOutdated: boolean;
  by: string | undefined;
  /** ISO 8601. */
  startedAt: string;
  /** Number of answers, and of things that are checked. */
  answered: number;
  total: number;
  parts: ProofPart[];
}

/** What the page before publishing shows. */
export interface PublishingView {
  draft: string;
  /** What the draft changes, compared with what was published last. */
  changes: { path: string; change: 'added' | 'changed' | 'deleted' }[];
  isBehind: boolean;
  /** The number that the next version gets. */
  nextVersion: number;
  /** The newest check of this draft; undefined if there was none. */
  proof: ProofView | undefined;
}

/** The version of the content that a class has. */
export interface ClassVersion {
  /** Null: it follows the newest. */
  current: number | null;
  /** Numbers of all versions, the newest first; empty if nothing was ever published. */
  versions: number[];
}

/** What moving a class to another version changes for its learners. */
export interface VersionChange {
  kind: 'exercise' | 'lesson' | 'lab';
  slug: string;
  title: string;
  change: 'added' | 'changed' | 'deleted';
  /** Whether results can be different: the exercise is measured or judged differently. False for all else. */
  changesGrading: boolean;
  isAssigned: boolean;
  /** Members who have submitted something and not passed, answered questions of the lesson, or done a step. */
  begun: number;
  /** Members who have passed the exercise, or done all steps of the lab. */
  done: number;
}
