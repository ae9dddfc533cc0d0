'use client';

import type { DraftTree, Vocabulary, WrittenProblem } from '@dfm/contracts/page-data';
import { useState } from 'react';
import { ConflictPanel } from './conflict-panel.tsx';
import type { EditorActions } from './editor-actions.ts';
import { FileList } from './file-list.tsx';
import { FileTools } from './file-tools.tsx';
import { OpenReportList } from './open-report-list.tsx';
import type { PartActions } from './part-actions.ts';
import { PartTools } from './part-tools.tsx';
import { ResultPane } from './result-pane.tsx';
import { SaveBar } from './save-bar.tsx';
import { TextPane } from './text-pane.tsx';
import { useDraftEditor } from './use-draft-editor.ts';
import { useOpenReports } from './use-open-reports.ts';
import { useVocabulary } from './use-vocabulary.ts';
import { useWrittenCheck } from './use-written-check.ts';

interface Props {
  draft: DraftTree;
  /** The file that the address names. */
  file: string | undefined;
  /** The line of the file that the address names. */
  line: number | undefined;
  actions: EditorActions;
  parts: PartActions;
}

/** The files of a draft, the text of one, and its result. */
export function DraftEditor({ draft: first, file: firstPath, line: firstLine, actions, parts }: Props) {
  const editor = useDraftEditor(first, firstPath, actions);
  const { draft, file } = editor;
  const typed = file?.saved === undefined ? undefined : file;
  const [draw, setDraw] = useState(0);
  const checked = useWrittenCheck(draft.id, typed, draw, actions);
  // After the first preview, which would wait for it.
  const isPreviewAwaited = checked === undefined && (typed !== undefined || firstPath !== undefined);
  const vocabulary = useVocabulary(draft, !isPreviewAwaited, parts.readVocabulary);
  const open = useOpenReports(typed, actions.findReports);
  const { jump, jumpTo } = useJump(firstLine);
  const showPlace = async (problem: WrittenProblem) => {
    if (problem.path !== file?.path) await editor.open(problem.path);
    jumpTo(problem);
  };
  const save = async (message: string) => {
    const { fixed } = open;
    const isSaved = await editor.save(message, fixed);
    if (isSaved) open.saved(fixed);
    return isSaved;
  };
  return (
    <div className="draft-panes">
      <SideColumn
        editor={editor}
        vocabulary={vocabulary}
        parts={parts}
        onMade={(path) => void editor.made(path).then(() => jumpTo({}))}
      />
      <TextColumn
        editor={editor}
        vocabulary={vocabulary}
        problems={checked?.problems ?? []}
        notes={open.notes}
        jump={jump}
        onSave={save}
      />
      <ResultPane
        file={typed}
        checked={checked}
        draw={draw}
        onDraw={setDraw}
        reportCount={open.reports.length}
        reports={<OpenReportList {...open} onToggle={open.toggle} onJump={(line) => jumpTo({ line })} />}
        draft={draft}
        path={file?.path}
        listFileSaves={actions.listFileSaves}
        isBusy={editor.isBusy}
        onJump={(problem) => void showPlace(problem)}
        onTakeBack={(commit) => void editor.takeBack(commit)}
        submit={(lesson, quiz, answers) => actions.markAnswers(draft.id, lesson, quiz, answers)}
      />
    </div>
  );
}

/** @param firstLine where the text is shown first */
function useJump(firstLine: number | undefined) {
  const [jump, setJump] = useState<Jump | undefined>(
    firstLine === undefined ? undefined : { line: firstLine, column: 1, id: 0 },
  );
  const jumpTo = ({ line = 1, column = 1 }: Partial<WrittenProblem>) =>
    setJump((before) => ({ line, column, id: (before?.id ?? 0) + 1 }));
  return { jump, jumpTo };
}

interface Jump {
  line: number;
  column: number;
  id: number;
}

interface SideColumnProps {
  editor: ReturnType<typeof useDraftEditor>;
  vocabulary: Vocabulary | undefined;
  parts: PartActions;
  /** Called with the path of a new file, which is to be opened. */
  onMade(path: string): void;
}

/** What can be done with files, and the list of them, which is long. */
function SideColumn({ editor, vocabulary, parts, onMade }: SideColumnProps) {
  const { draft, file } = editor;
  return (
    <div className="draft-side">
      <PartTools
        draft={draft}
        open={file?.path}
        isBusy={editor.isBusy}
        vocabulary={vocabulary}
        actions={parts}
        onMade={onMade}
        onRename={(to) => void editor.rename(to, parts.renameFile)}
      />
      <FileTools
        draft={draft}
        open={file?.path}
        start={file ? (file.saved === undefined ? file.path : folderOf(file.path)) : ''}
        isBusy={editor.isBusy}
        onCreate={(path) => void editor.create(path)}
        onDelete={() => void editor.remove()}
        onUploaded={(path) => void editor.uploaded(path)}
      />
      <FileList draft={draft} open={file?.path} onOpen={(path) => void editor.open(path)} />
    </div>
  );
}

/** With the slash at its end; empty for the folder of the course. */
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

interface TextColumnProps {
  editor: ReturnType<typeof useDraftEditor>;
  vocabulary: Vocabulary | undefined;
  problems: readonly WrittenProblem[];
  /** Reports of readers. */
  notes: readonly WrittenProblem[];
  jump: Jump | undefined;
  onSave(message: string): Promise<boolean>;
}

function TextColumn({ editor, vocabulary, problems, notes, jump, onSave }: TextColumnProps) {
  const { draft, file, conflict } = editor;
  return (
    <section aria-label="Text" className="draft-text">
      {file === undefined ? (
        <p className="p-6 text-soft">
          Open a file in the list, where each exercise has a folder of its own. Above the list, you can add a
          lesson or an exercise.
        </p>
      ) : (
        <>
          <SaveBar
            path={file.path}
            isUnsaved={editor.isUnsaved}
            isBusy={editor.isBusy}
            notice={editor.notice}
            onSave={onSave}
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
                vocabulary={vocabulary}
                problems={problems.filter(({ path }) => path === file.path)}
                notes={notes}
                jump={jump}
                onText={editor.type}
                onSave={() => void onSave('')}
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
