'use client';

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { DraftStore } from '../draft/draft-store.ts';
import { EarlyEditor } from './early-editor.tsx';
import type { OpenEditor } from './open-editor.ts';
import type { ExplainedFinding, InstructionLines } from './protocol.ts';

interface Props {
  file: { path: string; text: string; editable: boolean };
  /** Receives what is typed, and reports changes made elsewhere. */
  draft: DraftStore;
  /** Findings in this file. */
  findings: readonly ExplainedFinding[];
  instructions: readonly InstructionLines[];
  activeLine: number | undefined;
  /** A line to jump to. `id` increases with every jump, so that jumping to the same line works twice. */
  jump: { line: number; id: number } | undefined;
  onCursorLine(path: string, line: number): void;
}

/** Monaco. Until it is loaded, and if it cannot be loaded, the early editor takes its place. */
export function CodeEditor({ file, draft, findings, instructions, activeLine, jump, onCursorLine }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const early = useRef<HTMLTextAreaElement>(null);
  const [editor, setEditor] = useState<OpenEditor>();
  const latest = useRef({ onCursorLine });
  useEffect(() => {
    latest.current = { onCursorLine };
  });

  useEffect(() => {
    let opened: OpenEditor | undefined;
    let isDisposed = false;
    const open = async () => {
      // The served page is that of a wide window. On a phone, it is replaced before the first frame, and Monaco
      // must not be loaded for it.
      await new Promise(requestAnimationFrame);
      if (isDisposed) return;
      const { openEditor } = await import('./open-editor.ts');
      if (isDisposed || container.current === null) return;
      opened = openEditor(container.current, {
        changed: draft.edit,
        cursorLine: (path, line) => latest.current.onCursorLine(path, line),
      });
      const field = early.current;
      const selection =
        field !== null && document.activeElement === field
          ? { start: field.selectionStart, end: field.selectionEnd }
          : undefined;
      // Synchronously, so that no key press is lost between removing one field and focusing the other.
      flushSync(() => setEditor(opened));
      if (selection !== undefined) opened.focus(selection);
    };
    // If Monaco cannot be loaded (old browser, lost connection), the early editor stays and does all that
    // is needed.
    open().catch(() => undefined);
    return () => {
      isDisposed = true;
      opened?.dispose();
    };
  }, [draft]);

  useLayoutEffect(() => editor?.show(file), [editor, file]);
  useLayoutEffect(() => editor && followDraft(editor, draft), [editor, draft]);
  useEffect(() => editor?.findings(file.path, findings), [editor, file.path, findings]);
  useEffect(() => editor?.mark(instructions, activeLine), [editor, instructions, activeLine]);
  useEffect(() => {
    if (jump !== undefined) editor?.reveal(jump.line);
  }, [editor, jump]);

  return (
    <div className="relative size-full">
      <div
        ref={container}
        className="absolute inset-0 font-mono"
        data-editor={editor === undefined ? 'loading' : 'ready'}
      />
      {editor === undefined && (
        <EarlyEditor ref={early} file={file} onText={draft.edit} onServedText={draft.editStarter} />
      )}
    </div>
  );
}

/**
 * Writes changes made elsewhere into the editor at once, before another key can be pressed.
 *
 * @returns a function that stops it
 */
function followDraft(editor: OpenEditor, draft: DraftStore): () => void {
  let shown = draft.view().files;
  return draft.subscribe(() => {
    const { files } = draft.view();
    for (const [path, text] of Object.entries(files)) if (text !== shown[path]) editor.write(path, text);
    shown = files;
  });
}
