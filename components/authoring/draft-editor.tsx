'use client';

import type { DraftTree, WrittenProblem } from '@dfm/contracts/page-data';
import { useState } from 'react';
import { ConflictPanel } from './conflict-panel.tsx';
import type { EditorActions } from './editor-actions.ts';
import { FileList } from './file-list.tsx';
import { FileTools } from './file-tools.tsx';
import { ResultPane } from './result-pane.tsx';
import { SaveBar } from './save-bar.tsx';
import { TextPane } from './text-pane.tsx';
import { useDraftEditor } from './use-draft-editor.ts';
import { useWrittenCheck } from './use-written-check.ts';

interface Props {
  draft: DraftTree;
  /** The file that the address names. */
  file: string | undefined;
  actions: EditorActions;
}

/** The files of a draft, the text of one, and its result. */
export function DraftEditor({ draft: first, file: firstPath, actions }: Props) {
  const editor = useDraftEditor(first, firstPath, actions);
  const { draft, file } = editor;
  const typed = file?.saved === undefined ? undefined : file;
  const checked = useWrittenCheck(draft.id, typed, actions.checkText);
  const [jump, setJump] = useState<Jump>();
  const jumpTo = ({ line = 1, column = 1 }: WrittenProblem) =>
    setJump((before) => ({ line, column, id: (before?.id ?? 0) + 1 }));
  return (
    <div className="draft-panes">
      <div className="draft-side">
        <FileList draft={draft} open={file?.path} onOpen={(path) => void editor.open(path)} />
        <FileTools
          draft={draft}
          open={file?.path}
          isBusy={editor.isBusy}
          onCreate={(path) => void editor.create(path)}
          onDelete={() => void editor.remove()}
          onUploaded={(path) => void editor.uploaded(path)}
        />
      </div>
      <TextColumn editor={editor} problems={checked?.problems ?? []} jump={jump} />
      <ResultPane
        file={typed}
        checked={checked}
        draft={draft}
        path={file?.path}
        listFileSaves={actions.listFileSaves}
        isBusy={editor.isBusy}
        onJump={jumpTo}
        onTakeBack={(commit) => void editor.takeBack(commit)}
        submit={(lesson, quiz, answers) => actions.markAnswers(draft.id, lesson, quiz, answers)}
      />
    </div>
  );
}

interface Jump {
  line: number;
  column: number;
  id: number;
}

interface TextColumnProps {
  editor: ReturnType<typeof useDraftEditor>;
  problems: readonly WrittenProblem[];
  jump: Jump | undefined;
}

function TextColumn({ editor, problems, jump }: TextColumnProps) {
  const { draft, file, conflict } = editor;
  return (
    <section aria-label="Text" className="draft-text">
      {file === undefined ? (
        <p className="p-6 text-soft">
          Open a file in the list. Lessons are in lessons, exercises in exercises.
        </p>
      ) : (
        <>
          <SaveBar
            path={file.path}
            isUnsaved={editor.isUnsaved}
            isBusy={editor.isBusy}
            notice={editor.notice}
            onSave={(message) => editor.save(message)}
          />
          {conflict && <ConflictPanel theirs={conflict.theirs} mine={file.text} onChoose={editor.settle} />}
          <div className="min-h-0 flex-1">
            {file.saved === undefined ? (
              <BinaryFile draft={draft.id} path={file.path} />
            ) : (
              <TextPane
                path={file.path}
                text={file.text}
                revision={file.revision}
                problems={problems.filter(({ path }) => path === file.path)}
                jump={jump}
                onText={editor.type}
                onSave={() => void editor.save('')}
              />
            )}
          </div>
        </>
      )}
    </section>
  );
}

function BinaryFile({ draft, path }: { draft: string; path: string }) {
  return (
    <p className="p-6 text-soft">
      This file is no text.{' '}
      <a
        className="text-accent underline underline-offset-2"
        href={`/teach/content/${draft}/file?${new URLSearchParams({ path })}`}
      >
        Download it
      </a>
      , or upload another in its place.
    </p>
  );
}
