'use client';

import type { Vocabulary, WrittenProblem } from '@dfm/contracts/page-data';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { PlainEditor } from '@/components/exercise/editor/plain-editor.tsx';
import type { TextEditor } from './open-text-editor.ts';

interface Props {
  path: string;
  text: string;
  /** Increases when the text is replaced by something other than typing. */
  revision: number;
  /** What completions suggest; undefined until it is loaded. */
  vocabulary: Vocabulary | undefined;
  problems: readonly WrittenProblem[];
  /** What readers reported. */
  notes: readonly WrittenProblem[];
  /** A place to jump to. `id` increases with every jump. */
  jump: { line: number; column: number; id: number } | undefined;
  onText(text: string): void;
  onSave(): void;
}

/** Monaco with one file. Until it is loaded, and if it cannot be, a plain field takes its place. */
export function TextPane(props: Props) {
  const { path, text, revision, vocabulary, problems, notes, jump, onText, onSave } = props;
  const container = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<TextEditor>();
  const changed = useEffectEvent(onText);
  const save = useEffectEvent(onSave);
  useEffect(() => {
    let opened: TextEditor | undefined;
    let isGone = false;
    const open = async () => {
      const { openTextEditor } = await import('./open-text-editor.ts');
      if (isGone || container.current === null) return;
      opened = openTextEditor(container.current, {
        changed: (typed) => changed(typed),
        save: () => save(),
      });
      setEditor(opened);
    };
    open().catch(() => undefined);
    return () => {
      isGone = true;
      opened?.dispose();
    };
  }, []);
  // Not with every text: while someone types, the editor is ahead of this component.
  const show = useEffectEvent((shown: TextEditor, shownPath: string, _revision: number) =>
    shown.show(shownPath, text),
  );
  useLayoutEffect(() => {
    if (editor) show(editor, path, revision);
  }, [editor, path, revision]);
  useEffect(() => editor?.suggest(vocabulary), [editor, vocabulary]);
  useEffect(() => editor?.problems(problems), [editor, problems]);
  useEffect(() => editor?.notes(notes), [editor, notes]);
  useEffect(() => {
    if (jump) editor?.reveal(jump.line, jump.column);
  }, [editor, jump]);
  return (
    <div className="relative size-full">
      <div
        ref={container}
        className="absolute inset-0 font-mono"
        data-editor={editor ? 'ready' : 'loading'}
      />
      {!editor && (
        <PlainEditor path={path} text={text} editable onText={onText} className="absolute inset-0" />
      )}
    </div>
  );
}
