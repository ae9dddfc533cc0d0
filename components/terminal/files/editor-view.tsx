import { visibleLine } from '@dfm/contracts/visible-text';
import { X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { IconButton } from '@/components/ui/icon-button.tsx';
import { AskDialog } from '../dialog/ask-dialog.tsx';
import { type EditorStore, type OpenFile, type OpenProblem, isUnsaved } from './editor-store.ts';
import { nameOf } from './paths.ts';
import { problemText } from './problem-text.ts';
import { TextEditor } from './text-editor.tsx';

interface Props {
  file: OpenFile;
  editor: EditorStore;
  /** Whether the sandbox can be reached. */
  isReady: boolean;
}

/** A file in the editor, and what happened to it. */
export function EditorView({ file, editor, isReady }: Props) {
  const { id, path, text, revision, isSaving, conflict } = file;
  const name = visibleLine(nameOf(path));
  const canSave = isReady && !isSaving && conflict === undefined && isUnsaved(file);
  const save = () => {
    if (canSave) void editor.save(id);
  };
  return (
    <section aria-label={`Editor: ${name}`} className="file-editor">
      <EditorBar key={`bar ${id}`} file={file} name={name} canSave={canSave} onSave={save} editor={editor} />
      <EditorNotes key={`notes ${id}`} file={file} name={name} editor={editor} isReady={isReady} />
      <TextEditor
        path={path}
        text={text}
        revision={revision}
        onSave={save}
        onText={(at, typed) => {
          const typedIn = editor.fileAt(at);
          if (typedIn) editor.edit(typedIn.id, typed);
        }}
      />
    </section>
  );
}

interface BarProps extends Pick<Props, 'file' | 'editor'> {
  name: string;
  canSave: boolean;
  onSave(): void;
}

function EditorBar({ file, name, canSave, editor, onSave }: BarProps) {
  const [isAsking, setAsking] = useState(false);
  const { id, path, isSaving } = file;
  const isChanged = isUnsaved(file);
  return (
    <div className="flex items-center gap-2 border-y border-line pl-3">
      <p translate="no" className="min-w-0 flex-1 truncate font-mono text-sm" title={visibleLine(path)}>
        {name}
      </p>
      <output className="text-sm whitespace-nowrap text-soft">
        {isSaving ? 'Saving …' : isChanged ? 'Not saved' : 'Saved'}
      </output>
      <Button look="quiet" title="Save (Ctrl S)" aria-disabled={!canSave} className="px-2" onClick={onSave}>
        Save
      </Button>
      <IconButton label="Close the file" onClick={() => (isChanged ? setAsking(true) : editor.close(id))}>
        <X aria-hidden size={18} />
      </IconButton>
      {isAsking && (
        <AskDialog
          title={`Close ${name} without saving?`}
          confirm={{ label: 'Close without saving' }}
          onConfirm={() => editor.close(id)}
          onClose={() => setAsking(false)}
        >
          <p>What you changed since the last save is lost.</p>
        </AskDialog>
      )}
    </div>
  );
}

function EditorNotes({ file, name, editor, isReady }: Props & { name: string }) {
  const [loadProblem, setLoadProblem] = useState<OpenProblem>();
  const { id, conflict, problem, isMixed, isSaving } = file;
  const failed = problem ?? loadProblem;
  const isBusy = !isReady || isSaving;
  return (
    <>
      <div role="alert">
        {conflict !== undefined && (
          <div className="file-note-bar">
            <p>
              {conflict === 'gone'
                ? `${name} was deleted, renamed or moved since you opened it. Your text is still here.`
                : `${name} was changed in the sandbox since you opened it. Your text is still here.`}
            </p>
            <Button aria-disabled={isBusy} onClick={() => isBusy || void editor.save(id, true)}>
              {conflict === 'gone' ? 'Save it again' : 'Overwrite'}
            </Button>
            {conflict === 'changed' && (
              <Button
                aria-disabled={isBusy}
                onClick={() => isBusy || void editor.reload(id).then(setLoadProblem)}
              >
                Load it again
              </Button>
            )}
          </div>
        )}
        {failed !== undefined && <p className="file-note-bar text-bad">{problemText(failed, name)}</p>}
      </div>
      {isMixed && (
        <p className="file-note-bar">
          Lines of this file end in different ways (LF and CRLF). Saving makes them all LF.
        </p>
      )}
    </>
  );
}
