import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import type { OpenEditor } from '@/components/exercise/editor/open-editor.ts';
import { PlainEditor } from '@/components/exercise/editor/plain-editor.tsx';
import { useIsNarrow } from '@/components/exercise/window-width.ts';

interface Props {
  path: string;
  text: string;
  /** Increases when the text is replaced by something other than typing. */
  revision: number;
  onText(path: string, text: string): void;
  onSave(): void;
}

/** Monaco with a file. Until it is loaded, if it cannot be, and on a phone, a plain field takes its place. */
export function TextEditor({ path, text, revision, onText, onSave }: Props) {
  const isNarrow = useIsNarrow();
  const container = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<OpenEditor>();
  const changed = useEffectEvent(onText);
  const save = useEffectEvent(onSave);
  useEffect(() => {
    if (isNarrow) return undefined;
    let opened: OpenEditor | undefined;
    let isGone = false;
    const open = async () => {
      const { openEditor } = await import('@/components/exercise/editor/open-editor.ts');
      if (isGone || container.current === null) return;
      opened = openEditor(container.current, {
        changed: (at, typed) => changed(at, typed),
        save: () => save(),
      });
      setEditor(opened);
    };
    open().catch(() => undefined);
    return () => {
      isGone = true;
      opened?.dispose();
      setEditor(undefined);
    };
  }, [isNarrow]);
  // Not with every text: while someone types, the editor is ahead of this component.
  const show = useEffectEvent((shown: OpenEditor, shownPath: string, _revision: number) => {
    shown.show({ path: shownPath, text, editable: true });
    // It may have been shown before, with a different text.
    shown.write(shownPath, text);
  });
  useLayoutEffect(() => {
    if (editor) show(editor, path, revision);
  }, [editor, path, revision]);
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={container}
        className="absolute inset-0 font-mono"
        data-editor={editor ? 'ready' : 'loading'}
      />
      {!editor && (
        <PlainEditor
          path={path}
          text={text}
          editable
          onText={(typed) => onText(path, typed)}
          onKeyDown={(event) => {
            if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            onSave();
          }}
          className="absolute inset-0"
        />
      )}
    </div>
  );
}
