import { Undo2, X } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button.tsx';
import type { OpenDraft } from './use-draft.ts';

/**
 * Above the editor after an earlier attempt was loaded: how to get the text before it back. Announced,
 * because `output` is a live region, which has to be in the page from the start.
 */
export function LoadedAttemptBar({ draft }: { draft: OpenDraft }) {
  const { loadedAttempt, store } = draft;
  return (
    <output className="block">
      {loadedAttempt !== undefined && (
        <span className="flex items-center gap-x-4 border-b border-line bg-accent-soft py-0.5 pr-1 pl-4 text-sm">
          <span className="flex flex-1 flex-wrap items-center justify-between gap-x-4">
            Attempt {loadedAttempt} was loaded into the editor.
            <button
              type="button"
              className="inline-flex min-h-8 items-center gap-1.5 font-semibold text-accent hover:underline"
              onClick={store.undoLoad}
            >
              <Undo2 aria-hidden size={14} /> Restore your previous text
            </button>
          </span>
          <IconButton label="Keep the loaded attempt" onClick={store.dismissLoads}>
            <X aria-hidden size={16} />
          </IconButton>
        </span>
      )}
    </output>
  );
}
