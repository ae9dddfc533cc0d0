import type { Passage, SentReport } from '../browser-api/report.ts';
import type { reportStatusWords } from '../content-reports.ts';

export type ReportStatus = keyof typeof reportStatusWords;

/** Something that was written about a report. */
export interface ReportEntry {
  id: string;
  /** Whose it is, for the person who reads it. */
  by: string;
  text: string;
  /** ISO 8601. */
  writtenAt: string;
}

/** A report from a reader. Texts have been through `visibleText`. */
export interface ContentReport extends Pick<SentReport, 'part' | 'slug' | 'kind' | 'text'> {
  id: string;
  /** Of the lesson, exercise or lab. */
  title: string;
  quote: string;
  status: ReportStatus;
  /** ISO 8601. */
  createdAt: string;
}

/** A report, for the reader who sent it. */
export interface OwnReport extends ContentReport {
  /** Whether the authors did something that the reader has not seen. */
  isNew: boolean;
  replies: ReportEntry[];
}

/**
 * A line of the source. `isExact`: the passage is there as it was reported; otherwise its section begins
 * there.
 */
export interface PassageLine {
  line: number;
  isExact: boolean;
}

/** A report with everything that an author needs to fix it. */
export interface ReportToFix extends ContentReport, Pick<Passage, 'before' | 'after'> {
  /** File of the content. */
  path: string;
  /** In the published text. Undefined if the file is gone or cannot be read. */
  found: PassageLine | undefined;
  replies: ReportEntry[];
  /** The commit that fixed it. */
  closedCommit: string | undefined;
  /** Drafts in which it can be fixed, the last changed first, with the line in each. */
  drafts: { id: string; line: number | undefined }[];
  /** Saves and versions that changed the file, the newest first. */
  saves: { commit: string; text: string }[];
}

/** An open report about the file that an author edits. */
export interface ReportInFile extends Pick<ContentReport, 'id' | 'kind' | 'text' | 'quote'> {
  /** In the text as it is in the editor. Undefined while that cannot be read. */
  found: PassageLine | undefined;
}
