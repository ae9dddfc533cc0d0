import type { SaveHead } from './draft-comparison.ts';

/** A draft of the content in a list. */
export interface DraftForList {
  id: string;
  /** Who saved last; undefined if nothing was saved yet. */
  by: string | undefined;
  /** ISO 8601. */
  changedAt: string;
  changedFiles: number;
  /** Whether the content has changed since the draft was begun. */
  isBehind: boolean;
}

/** A draft in the editor, without the texts. */
export interface DraftTree {
  id: string;
  commit: string;
  /** Paths, sorted. */
  files: string[];
  /** Files that the site does not read, and why. */
  problems: { path: string; problem: string }[];
  /** Compared with the content that the draft was begun from. */
  changes: { path: string; change: 'added' | 'changed' | 'deleted' }[];
  isBehind: boolean;
  /** What was saved in this draft, the newest first. */
  history: SaveHead[];
}

/** A file of a draft in the editor. `text` is undefined for a file that is no text. */
export interface DraftFile {
  path: string;
  text: string | undefined;
}

/** A problem in the file that is being edited, or in one that depends on it. Line and column from 1. */
export interface WrittenProblem {
  path: string;
  line: number | undefined;
  column: number | undefined;
  message: string;
}
