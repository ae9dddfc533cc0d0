import type { QuizAnswers, QuizReply } from '@dfm/contracts/browser-api';
import type { DraftFile, DraftTree, ReportInFile, WrittenProblem } from '@dfm/contracts/page-data';
import type { ReactNode } from 'react';
import type { ListFileSaves } from './history/history-pane.tsx';

type Refused = { ok: false; message: string };
type Saved =
  | {
      ok: true;
      outcome:
        | { kind: 'saved'; commit: string }
        | { kind: 'conflict'; commit: string; theirs: string | undefined };
      /** The draft as it is now. */
      draft: DraftTree;
    }
  | Refused;

/** The server actions of the editor of a draft. */
export interface EditorActions {
  openFile(draft: string, path: string): Promise<{ ok: true; file: DraftFile } | Refused>;
  /** @param input with the index of the draw to show. @returns also what keeps the text from being compiled */
  previewText(input: {
    draft: string;
    path: string;
    text: string;
    draw: number;
  }): Promise<{ ok: true; preview: ReactNode; draws: string[]; problems: WrittenProblem[] } | Refused>;
  checkText(input: {
    draft: string;
    path: string;
    text: string;
  }): Promise<{ ok: true; problems: WrittenProblem[] } | Refused>;
  saveText(input: {
    draft: string;
    path: string;
    text: string;
    seen: string;
    message: string;
    /** IDs of the reports that it fixes. */
    fixes: string[];
  }): Promise<Saved>;
  findReports(written: {
    path: string;
    text: string;
  }): Promise<{ ok: true; reports: ReportInFile[] } | Refused>;
  removeFile(draft: string, path: string, seen: string): Promise<Saved>;
  reload(draft: string): Promise<{ ok: true; draft: DraftTree } | Refused>;
  takeBack(draft: string, commit: string): Promise<{ ok: true; draft: DraftTree } | Refused>;
  listFileSaves: ListFileSaves;
  markAnswers(draft: string, lesson: string, quiz: string, answers: QuizAnswers): Promise<QuizReply>;
}
