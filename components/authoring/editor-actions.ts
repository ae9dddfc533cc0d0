import type { QuizAnswers, QuizReply } from '@dfm/contracts/browser-api';
import type { DraftFile, DraftTree, WrittenProblem } from '@dfm/contracts/page-data';
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
  checkText(input: {
    draft: string;
    path: string;
    text: string;
  }): Promise<{ ok: true; problems: WrittenProblem[]; preview: ReactNode } | Refused>;
  saveText(input: {
    draft: string;
    path: string;
    text: string;
    seen: string;
    message: string;
  }): Promise<Saved>;
  removeFile(draft: string, path: string, seen: string): Promise<Saved>;
  reload(draft: string): Promise<{ ok: true; draft: DraftTree } | Refused>;
  takeBack(draft: string, commit: string): Promise<{ ok: true; draft: DraftTree } | Refused>;
  listFileSaves: ListFileSaves;
  markAnswers(draft: string, lesson: string, quiz: string, answers: QuizAnswers): Promise<QuizReply>;
}
