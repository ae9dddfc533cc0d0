import type { Finding } from '@dfm/contracts';
import type { ExercisePage } from '@dfm/contracts/page-data';

/**
 * The input of the checks: the current texts of the editor, and the files of the build context that are not
 * shown.
 */
export interface CheckRequest {
  id: number;
  files: Readonly<Record<string, string>>;
  hiddenFiles: Readonly<ExercisePage['hiddenFiles']>;
}

/** A finding with the description of its check. */
export interface ExplainedFinding extends Finding {
  title: string;
  why: string;
  howToFix: string;
}

/** The lines of an instruction, for the colour next to them. 1-based, inclusive. */
export interface InstructionLines {
  keyword: string;
  startLine: number;
  endLine: number;
}

export interface CheckReply {
  id: number;
  findings: ExplainedFinding[];
  instructions: InstructionLines[];
}

/** A request to the Dockerfile language service. Line and column are 1-based, as in Monaco. */
export interface LanguageRequest {
  id: number;
  kind: 'completion' | 'hover';
  text: string;
  line: number;
  column: number;
}

export interface LanguageCompletion {
  label: string;
  insertText: string;
  /** `insertText` has placeholders in the snippet syntax. */
  isSnippet: boolean;
  documentation: string | undefined;
  startColumn: number;
  endColumn: number;
}

export type LanguageReply =
  | { id: number; kind: 'completion'; items: LanguageCompletion[] }
  | { id: number; kind: 'hover'; markdown: string | undefined };
