/** A file that differs between two commits. */
export interface ComparedFile {
  path: string;
  change: 'added' | 'changed' | 'deleted';
  /**
   * `text`: both sides, empty where there is no file. `not shown`: more than one page shows; it can be opened
   * alone.
   */
  content: { kind: 'text'; before: string; after: string } | { kind: 'no text' } | { kind: 'not shown' };
}

/** A save, or another commit of the content. */
export interface SaveHead {
  id: string;
  by: string;
  /** ISO 8601. */
  at: string;
  subject: string;
}

/** One save in full. */
export interface SavePage extends SaveHead {
  /** The commit of the draft now. */
  draftCommit: string;
  files: ComparedFile[];
}

/** A published version in a list. */
export interface VersionForList {
  number: number;
  /** Who published it; for what the installation brought, `This installation`. */
  by: string;
  /** ISO 8601. */
  at: string;
  changedFiles: number;
  /** Number of classes that stay at it. */
  classes: number;
}
