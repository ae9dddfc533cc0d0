/** What bringing the newest version into a draft would do. */
export interface DraftMerge {
  /** The commits that it is about. Decisions hold only as long as neither has changed. */
  with: { draft: string; main: string };
  /** Number of the newest version. */
  version: number;
  isUpToDate: boolean;
  /** Paths that change in the draft without a decision, sorted. */
  merged: string[];
  conflicts: MergeConflict[];
}

/** A path that the draft (ours) and the newest version (theirs) both changed. */
export type MergeConflict = {
  path: string;
  /** The same as long as the file is the same on both sides and before. */
  id: string;
} & (
  | { kind: 'text'; hunks: MergeHunk[] }
  /** One side deleted it. `text` is the one of the other side; undefined if it is no text. */
  | { kind: 'deleted'; by: 'ours' | 'theirs'; text: string | undefined }
  /** It is no text. The sizes are in bytes. */
  | { kind: 'binary'; ours: number; theirs: number }
);

type MergeHunk =
  | { kind: 'same'; text: string }
  | { kind: 'conflict'; ours: string; base: string; theirs: string };
