import { useMemo, useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { isUnsaved } from './editor-store.ts';
import { EditorView } from './editor-view.tsx';
import { FileQuestionDialog } from './file-questions.tsx';
import { rowsOf } from './file-tree.ts';
import { TreeTools } from './tree-tools.tsx';
import { TreeView } from './tree-view.tsx';
import { useFileCommands } from './use-file-commands.ts';
import { type SessionFiles, useRefresh } from './use-files.ts';

interface Props {
  files: SessionFiles;
  /** Whether the sandbox can be reached. */
  isReady: boolean;
}

/** The files of the learner's home: the tree, and the editor with an open one. */
export function FilesView({ files, isReady }: Props) {
  useRefresh(files, isReady);
  const { tree, editor } = files;
  const shownTree = useSyncExternalStore(tree.subscribe, tree.state, tree.state);
  const edited = useSyncExternalStore(editor.subscribe, editor.state, editor.state);
  const rows = useMemo(() => rowsOf(shownTree), [shownTree]);
  const commands = useFileCommands(files, rows);
  const { focused, question } = commands;
  const shown = edited.shown === undefined ? undefined : edited.files.get(edited.shown);
  return (
    <section aria-label="Your files" className="files">
      <TreeTools
        isReady={isReady}
        selected={commands.entry?.kind}
        onCreate={commands.create}
        onUpload={commands.upload}
        onDownload={commands.download}
        onRename={() => commands.rename(focused)}
        onRemove={() => commands.remove(focused)}
      />
      <output className="file-notice">{commands.notice}</output>
      {rows.length === 0 ? (
        <div
          className="file-empty"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            commands.drop('', event.dataTransfer);
          }}
        >
          <p>Your home is empty. Files that you make in a shell appear here.</p>
          <Button disabled={!isReady} onClick={() => commands.create('file')}>
            New file
          </Button>
        </div>
      ) : (
        <TreeView
          rows={rows}
          focused={focused}
          unsaved={new Set([...edited.files.values()].filter(isUnsaved).map(({ path }) => path))}
          shown={shown?.path}
          onFocus={commands.setFocused}
          onOpenFolder={(path, isOpen) => (isOpen ? void tree.open(path) : tree.close(path))}
          onOpenFile={commands.open}
          onRename={commands.rename}
          onRemove={commands.remove}
          onDrop={commands.drop}
        />
      )}
      {shown && <EditorView file={shown} editor={editor} isReady={isReady} />}
      {question && <FileQuestionDialog question={question} onClose={commands.closeQuestion} />}
    </section>
  );
}
