import { visibleLine } from '@dfm/contracts/visible-text';
import { useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Callout } from '@/components/ui/callout.tsx';
import { writeText } from './edited-text.ts';
import { type EditorStore, isUnsaved } from './editor-store.ts';
import { offerDownload } from './offer-download.ts';
import { nameOf } from './paths.ts';

/** What was typed and not saved when a session ended; nothing if everything was saved. */
export function UnsavedFiles({ editor }: { editor: EditorStore }) {
  const { files } = useSyncExternalStore(editor.subscribe, editor.state, editor.state);
  const unsaved = [...files.values()].filter(isUnsaved);
  if (unsaved.length === 0) return null;
  return (
    <Callout kind="warning" title="Not saved" role="alert">
      <p>
        You changed these files and did not save them. They are lost when you leave this page or start again.
      </p>
      <ul className="mt-3 space-y-2">
        {unsaved.map(({ id, path, text, form }) => (
          <li key={id} className="flex flex-wrap items-center gap-3">
            <span translate="no" className="font-mono text-sm wrap-anywhere">
              {visibleLine(path)}
            </span>
            <Button
              aria-label={`Download ${visibleLine(path)}`}
              onClick={() => offerDownload(writeText(text, form), nameOf(path))}
            >
              Download
            </Button>
          </li>
        ))}
      </ul>
    </Callout>
  );
}
