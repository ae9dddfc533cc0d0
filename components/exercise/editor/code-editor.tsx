'use client';

import { useEffect, useRef, useState } from 'react';
import { useTheme } from 'next-themes';
import { EarlyEditor } from './early-editor.tsx';
import type { OpenEditor } from './open-editor.ts';
import type { ExplainedFinding, InstructionLines } from './protocol.ts';

interface Props {
  file: { path: string; text: string; editable: boolean };
  /** Of this file. */
  findings: readonly ExplainedFinding[];
  instructions: readonly InstructionLines[];
  activeLine: number | undefined;
  /** A line to jump to; `id` rises with every jump, so that the same line can be asked for twice. */
  jump: { line: number; id: number } | undefined;
  onText(path: string, text: string): void;
  onCursorLine(path: string, line: number): void;
}

/** Monaco, with the early editor in its place until it is there (and for good when it cannot be loaded). */
export function CodeEditor({ file, findings, instructions, activeLine, jump, onText, onCursorLine }: Props) {
  const { resolvedTheme } = useTheme();
  const container = useRef<HTMLDivElement>(null);
  const early = useRef<HTMLTextAreaElement>(null);
  const typedAt = useRef<number>(undefined);
  const [editor, setEditor] = useState<OpenEditor>();
  const dark = resolvedTheme === 'dark';
  const latest = useRef({ onText, onCursorLine, dark });
  useEffect(() => {
    latest.current = { onText, onCursorLine, dark };
  });

  useEffect(() => {
    let opened: OpenEditor | undefined;
    let isGone = false;
    const open = async () => {
      const { openEditor } = await import('./open-editor.ts');
      if (isGone || container.current === null) return;
      opened = openEditor(container.current, latest.current.dark, {
        changed: (path, text) => latest.current.onText(path, text),
        cursorLine: (path, line) => latest.current.onCursorLine(path, line),
      });
      // Somebody who was already typing goes on where they were.
      const field = early.current;
      typedAt.current = field !== null && document.activeElement === field ? field.selectionStart : undefined;
      setEditor(opened);
    };
    // Without it (an old browser, a lost connection) the early editor stays, which does all that is needed.
    open().catch(() => undefined);
    return () => {
      isGone = true;
      opened?.dispose();
    };
  }, []);

  useEffect(() => editor?.show(file), [editor, file]);
  useEffect(() => editor?.findings(file.path, findings), [editor, file.path, findings]);
  useEffect(() => editor?.mark(instructions, activeLine), [editor, instructions, activeLine]);
  useEffect(() => editor?.theme(dark), [editor, dark]);
  useEffect(() => {
    if (jump !== undefined) editor?.reveal(jump.line);
  }, [editor, jump]);
  useEffect(() => {
    if (typedAt.current !== undefined) editor?.focus(typedAt.current);
  }, [editor]);

  return (
    <div className="relative size-full">
      <div ref={container} className="absolute inset-0 font-mono" data-editor={editor === undefined ? 'loading' : 'ready'} />
      {editor === undefined && <EarlyEditor ref={early} file={file} onText={onText} />}
    </div>
  );
}
